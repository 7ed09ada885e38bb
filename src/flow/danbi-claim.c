/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps two programs at one store from working on the same batch: a lock on one byte a batch. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "danbi-claim.h"
#include "danbi-desk.h"

#define FILE_NAME "sending.lock"

/* The locks are of the open file, not of the process: the kernel drops them with the program,
 * however it ends, and two desks of one program keep each other out as well. */
struct _DanbiClaim
{
  int fd;
};

/**
 * danbi_claim_new:
 * @dir: the folder of the store
 * @error: the reason of a failure
 *
 * Returns: (transfer full) (nullable): claims of this program; none is taken yet
 */
DanbiClaim *
danbi_claim_new (const char *dir,
                 GError    **error)
{
  g_autofree char *path = g_build_filename (dir, FILE_NAME, NULL);
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  DanbiClaim *self;

  if (fd < 0)
    {
      int saved = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved),
                   _("The folder of the cases could not be written to: %s"), g_strerror (saved));
      return NULL;
    }
  self = g_new0 (DanbiClaim, 1);
  self->fd = fd;
  return self;
}

/**
 * danbi_claim_free:
 * @self: (nullable): claims; all are dropped
 */
void
danbi_claim_free (DanbiClaim *self)
{
  if (!self)
    return;
  close (self->fd);
  g_free (self);
}

static gboolean
lock_byte (DanbiClaim *self,
           short       type,
           gint64      id)
{
  struct flock lock = { .l_type = type, .l_whence = SEEK_SET, .l_start = id, .l_len = 1 };

  return fcntl (self->fd, F_OFD_SETLK, &lock) == 0;
}

/**
 * danbi_claim_take:
 * @self: claims
 * @id: a batch
 * @error: %DANBI_DESK_ERROR_STATE where another program works on it
 *
 * Takes a batch; it does not matter if it is taken already.
 *
 * Returns: whether nobody else works on it until it is dropped
 */
gboolean
danbi_claim_take (DanbiClaim *self,
                  gint64      id,
                  GError    **error)
{
  if (lock_byte (self, F_WRLCK, id))
    return TRUE;
  g_set_error_literal (error, DANBI_DESK_ERROR, DANBI_DESK_ERROR_STATE,
                       _("Another Danbi that is open is sending this batch. See there what becomes "
                         "of it."));
  return FALSE;
}

/**
 * danbi_claim_drop:
 * @self: claims
 * @id: a batch that was taken
 */
void
danbi_claim_drop (DanbiClaim *self,
                  gint64      id)
{
  lock_byte (self, F_UNLCK, id);
}
