/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "danbi-courier.h"

G_BEGIN_DECLS

/* What the receiver does with the next call of a kind, once; SCRIPT_FINE again after it. */
typedef enum
{
  SCRIPT_FINE,
  SCRIPT_UNREACHABLE,
  SCRIPT_BROKEN_BEFORE, /* it heard nothing */
  SCRIPT_BROKEN_AFTER,  /* it did what it was asked, and its answer is lost */
  SCRIPT_AUTH,
  SCRIPT_TLS,
  SCRIPT_GONE,
  SCRIPT_REFUSED,
  SCRIPT_LATER,
  SCRIPT_PROTOCOL,
  SCRIPT_NO_SPACE,
  SCRIPT_FINDINGS,
  SCRIPT_CHECKING,
  SCRIPT_STRANGE_ROWS,
  SCRIPT_TWICE_THE_ROW,
  SCRIPT_CANCELLED,
  N_SCRIPTS,
} Script;

typedef enum
{
  CALL_MEET,
  CALL_PACK,
  CALL_UPLOAD,
  CALL_NAME,
  CALL_FIND,
  CALL_ASK,
  CALL_HAND,
  CALL_SAVE,
  N_CALLS,
} Call;

/* A batch that the receiver holds. */
typedef struct
{
  char *key;
  char *receipt;
  char *request;        /* as JSON */
  GPtrArray *archives;  /* its names */
  GHashTable *accepted; /* the names of those that it accepted */
} HeldBatch;

/* A world of a real store, a receiver that is a list in memory, and no files. */
typedef struct
{
  char *dir;
  DanbiStore *store;
  DanbiCourier *courier;
  DanbiCourierEvents events;
  GPtrArray *held;       /* of HeldBatch */
  GHashTable *owners;    /* archive name to case */
  GHashTable *rejected;  /* case to how often the store was told that it was rejected */
  GHashTable *handed;    /* keys of batches that were written to the folder */
  Script script[N_CALLS];
  gboolean rejects;      /* the receiver rejects the rows of what it takes in */
  gboolean forgets;      /* it knows no receipt any more */
  guint retry_after_s;   /* that it asks for with each failure */
  guint n_archives;
  guint n_uploads;
  gint die_in;           /* calls until the program is killed, −1: never */
  gboolean dead;
} ScriptedWorld;

ScriptedWorld *scripted_world_new (void);
void scripted_world_free (ScriptedWorld *self);
void scripted_world_restart (ScriptedWorld *self);
void scripted_world_copy_store (ScriptedWorld *self, const char *name);
void scripted_world_restore_store (ScriptedWorld *self, const char *name);

gint64 scripted_world_new_case (ScriptedWorld *self);
DanbiState scripted_world_get_state (ScriptedWorld *self, gint64 case_id);
DanbiSubmission *scripted_world_enqueue (ScriptedWorld *self, const char *destination,
                                         const gint64 *ids, guint n_ids);
guint scripted_world_count_held (ScriptedWorld *self, gint64 case_id);
gboolean scripted_world_holds_accepted (ScriptedWorld *self, gint64 case_id);
const HeldBatch *scripted_world_find (ScriptedWorld *self, const char *key);

#define SCRIPTED_GATEWAY "https://gateway.test"
#define SCRIPTED_FOLDER "folder:/there"

G_END_DECLS
