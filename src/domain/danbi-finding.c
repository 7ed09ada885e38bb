/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One thing that is wrong with a case: data until somebody asks for the sentence. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdarg.h>
#include <string.h>

#include "danbi-finding.h"

#define MAX_ARGS 5

struct _DanbiFinding
{
  GObject parent_instance;

  DanbiReason reason;
  DanbiField field;
  char *path;
  char *args[MAX_ARGS];
  char *why; /* the user's reason to send all the same */
};

typedef struct
{
  const char *rule;
  DanbiSeverity severity;
  gboolean overridable;
  const char *nhi_code;
  DanbiField field;
  gboolean missing_value;
  const char *source;
  const char *sentence; /* msgid */
} Reason;

#define T2(item) "Image-upload format 2021-10-01, table 2, item " #item
#define UPLOAD(item) "Image-upload format 2021-10-01, section 4, " item
#define DECIDED(section) "RULEBOOK section " #section ", decided there"

static const Reason reasons[DANBI_N_REASONS] = {
#define DANBI_REASON(name, rule, severity, overridable, nhi_code, field, missing, source, \
                     sentence) \
  [DANBI_REASON_##name] = { rule,                                                                  \
                            DANBI_SEVERITY_##severity,                                             \
                            overridable,                                                           \
                            nhi_code,                                                              \
                            DANBI_FIELD_##field,                                                   \
                            missing,                                                               \
                            source,                                                                \
                            sentence },
#include "danbi-reasons.inc"
#undef DANBI_REASON
};

G_DEFINE_FINAL_TYPE (DanbiFinding, danbi_finding, G_TYPE_OBJECT)

static const Reason *
get_reason (const DanbiFinding *self)
{
  return &reasons[self->reason];
}

/* Puts the arguments into the places `%1$s` to `%5$s`, and nothing else: a translated sentence is
 * not trusted to be a printf format. */
static char *
substitute (const char        *sentence,
            const char *const *args)
{
  GString *text = g_string_new (NULL);

  for (const char *at = sentence; *at != '\0';)
    {
      gboolean place = at[0] == '%' && at[1] >= '1' && at[1] <= '0' + MAX_ARGS
                       && strncmp (at + 2, "$s", 2) == 0;

      if (place && args[at[1] - '1'])
        g_string_append (text, args[at[1] - '1']);
      else if (!place)
        g_string_append_c (text, *at);
      at += place ? 4 : 1;
    }
  return g_string_free (text, FALSE);
}

static void
danbi_finding_finalize (GObject *object)
{
  DanbiFinding *self = DANBI_FINDING (object);

  g_free (self->path);
  g_free (self->why);
  for (guint i = 0; i < MAX_ARGS; i++)
    g_free (self->args[i]);

  G_OBJECT_CLASS (danbi_finding_parent_class)->finalize (object);
}

static void
danbi_finding_class_init (DanbiFindingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = danbi_finding_finalize;
}

static void
danbi_finding_init (DanbiFinding *self)
{
}

/**
 * danbi_finding_new:
 * @reason: what is wrong; not %DANBI_REASON_NONE
 * @field: the field it is about, or %DANBI_FIELD_NONE for the one that @reason is always about
 * @path: (nullable): the file it is about, as the user knows it
 * @first_arg: (nullable): the arguments of the sentence in order, at most five, ended by %NULL
 * @...: further arguments
 *
 * Returns: (transfer full): a finding
 */
DanbiFinding *
danbi_finding_new (DanbiReason reason,
                   DanbiField  field,
                   const char *path,
                   const char *first_arg,
                   ...)
{
  DanbiFinding *self;
  va_list args;
  const char *arg = first_arg;

  g_return_val_if_fail (reason > DANBI_REASON_NONE && reason < DANBI_N_REASONS, NULL);

  self = g_object_new (DANBI_TYPE_FINDING, NULL);
  self->reason = reason;
  self->field = field != DANBI_FIELD_NONE ? field : reasons[reason].field;
  self->path = g_strdup (path);

  va_start (args, first_arg);
  for (guint i = 0; i < MAX_ARGS && arg; i++, arg = va_arg (args, const char *))
    self->args[i] = g_strdup (arg);
  va_end (args);
  return self;
}

/**
 * danbi_finding_get_reason:
 * @self: a finding
 *
 * Returns: what exactly is wrong
 */
DanbiReason
danbi_finding_get_reason (const DanbiFinding *self)
{
  return self->reason;
}

/**
 * danbi_finding_get_rule:
 * @self: a finding
 *
 * Returns: (transfer none): the id of the rule in the RULEBOOK, as `F08.checksum`
 */
const char *
danbi_finding_get_rule (const DanbiFinding *self)
{
  return get_reason (self)->rule;
}

/**
 * danbi_finding_get_severity:
 * @self: a finding
 *
 * Returns: how much it matters; an error stays an error when it is overridden
 */
DanbiSeverity
danbi_finding_get_severity (const DanbiFinding *self)
{
  return get_reason (self)->severity;
}

/**
 * danbi_finding_get_overridable:
 * @self: a finding
 *
 * Returns: whether the user may send all the same by giving a reason
 */
gboolean
danbi_finding_get_overridable (const DanbiFinding *self)
{
  return get_reason (self)->overridable;
}

/**
 * danbi_finding_is_missing_value:
 * @self: a finding
 *
 * Returns: whether all that is wrong is that the field has not been filled yet. A front end may
 *   say this more quietly than a mistake.
 */
gboolean
danbi_finding_is_missing_value (const DanbiFinding *self)
{
  return get_reason (self)->missing_value;
}

/**
 * danbi_finding_get_field:
 * @self: a finding
 *
 * Returns: the field it is about, %DANBI_FIELD_NONE where it is about images
 */
DanbiField
danbi_finding_get_field (const DanbiFinding *self)
{
  return self->field;
}

/**
 * danbi_finding_get_nhi_code:
 * @self: a finding
 *
 * Returns: (transfer none) (nullable): NHI's error code of the rule, `05`
 */
const char *
danbi_finding_get_nhi_code (const DanbiFinding *self)
{
  return get_reason (self)->nhi_code;
}

/**
 * danbi_finding_get_path:
 * @self: a finding
 *
 * Returns: (transfer none) (nullable): the file it is about
 */
const char *
danbi_finding_get_path (const DanbiFinding *self)
{
  return self->path;
}

/**
 * danbi_finding_get_override:
 * @self: a finding
 *
 * Returns: (transfer none) (nullable): for what reason the user sends all the same
 */
const char *
danbi_finding_get_override (const DanbiFinding *self)
{
  return self->why;
}

/**
 * danbi_finding_set_override:
 * @self: a finding
 * @why: (nullable): why the user sends all the same; %NULL or blank takes it back
 *
 * Lifts an overridable error. Other findings are not changed by it.
 */
void
danbi_finding_set_override (DanbiFinding *self,
                            const char   *why)
{
  g_autofree char *stripped = why ? g_strstrip (g_strdup (why)) : NULL;

  if (!get_reason (self)->overridable)
    return;
  g_free (self->why);
  self->why = stripped && *stripped != '\0' ? g_steal_pointer (&stripped) : NULL;
}

/**
 * danbi_finding_blocks:
 * @self: a finding
 *
 * Returns: whether the case may not be sent because of it
 */
gboolean
danbi_finding_blocks (const DanbiFinding *self)
{
  return get_reason (self)->severity == DANBI_SEVERITY_ERROR && !self->why;
}

/**
 * danbi_finding_equal:
 * @a: a finding
 * @b: a finding
 *
 * Returns: whether both say the same of the same, with the same override
 */
gboolean
danbi_finding_equal (const DanbiFinding *a,
                     const DanbiFinding *b)
{
  if (a->reason != b->reason || a->field != b->field || g_strcmp0 (a->path, b->path) != 0
      || g_strcmp0 (a->why, b->why) != 0)
    return FALSE;
  for (guint i = 0; i < MAX_ARGS; i++)
    if (g_strcmp0 (a->args[i], b->args[i]) != 0)
      return FALSE;
  return TRUE;
}

/* Enough of a SHA-256 that two findings of one case never share it. */
#define GROUND_LENGTH 16

/**
 * danbi_finding_dup_ground:
 * @self: a finding
 *
 * Names what was found, in any language and version of the program: its rule, and the values that
 * the sentence quotes. Which file of several alike is quoted makes no difference where the
 * sentence names none.
 *
 * Returns: (transfer full): the same word for the same finding, another for any other one; it tells
 *   nothing of the values
 */
char *
danbi_finding_dup_ground (const DanbiFinding *self)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  const char *rule = danbi_finding_get_rule (self);

  /* With their NULs, so that no two lists of texts run into one. */
  g_checksum_update (checksum, (const guchar *) rule, (gssize) strlen (rule) + 1);
  for (guint i = 0; i < MAX_ARGS && self->args[i]; i++)
    g_checksum_update (checksum, (const guchar *) self->args[i],
                       (gssize) strlen (self->args[i]) + 1);
  return g_strndup (g_checksum_get_string (checksum), GROUND_LENGTH);
}

/**
 * danbi_finding_dup_message:
 * @self: a finding
 *
 * Returns: (transfer full): one or two sentences in the language of the program: what is wrong and
 *   what to do. May quote values of the form, so it belongs on the screen and not into a log.
 */
char *
danbi_finding_dup_message (const DanbiFinding *self)
{
  return substitute (_(get_reason (self)->sentence), (const char *const *) self->args);
}

/**
 * danbi_severity_get_nick:
 * @severity: a severity
 *
 * Returns: (transfer none): `error`, `warning` or `notice`
 */
const char *
danbi_severity_get_nick (DanbiSeverity severity)
{
  static const char *const nicks[] = {
    [DANBI_SEVERITY_NOTICE] = "notice",
    [DANBI_SEVERITY_WARNING] = "warning",
    [DANBI_SEVERITY_ERROR] = "error",
  };

  g_return_val_if_fail ((guint) severity < G_N_ELEMENTS (nicks), NULL);

  return nicks[severity];
}

/**
 * danbi_rule_exists:
 * @rule: (nullable): a rule id
 *
 * Returns: whether there is such a rule
 */
gboolean
danbi_rule_exists (const char *rule)
{
  return danbi_rule_get_source (rule) != NULL;
}

/**
 * danbi_rule_is_overridable:
 * @rule: (nullable): a rule id
 *
 * Returns: whether some finding of that rule can be overridden
 */
gboolean
danbi_rule_is_overridable (const char *rule)
{
  for (guint i = DANBI_REASON_NONE + 1; i < DANBI_N_REASONS; i++)
    if (reasons[i].overridable && g_strcmp0 (reasons[i].rule, rule) == 0)
      return TRUE;
  return FALSE;
}

/**
 * danbi_rule_list:
 *
 * Returns: (transfer none) (array zero-terminated=1): the ids of all rules, in the order of the
 *   RULEBOOK
 */
const char *const *
danbi_rule_list (void)
{
  static const char *rules[DANBI_N_REASONS];
  static gsize ready;

  if (g_once_init_enter (&ready))
    {
      guint n = 0;

      /* The reasons of one rule may stand apart, as those of F15 and F16 do. */
      for (guint i = DANBI_REASON_NONE + 1; i < DANBI_N_REASONS; i++)
        if (!g_strv_contains (rules, reasons[i].rule))
          rules[n++] = reasons[i].rule;
      g_once_init_leave (&ready, 1);
    }
  return rules;
}

/**
 * danbi_rule_get_source:
 * @rule: (nullable): a rule id
 *
 * Returns: (transfer none) (nullable): document, table and item that the rule comes from; %NULL
 *   where there is no such rule
 */
const char *
danbi_rule_get_source (const char *rule)
{
  for (guint i = DANBI_REASON_NONE + 1; i < DANBI_N_REASONS; i++)
    if (g_strcmp0 (reasons[i].rule, rule) == 0)
      return reasons[i].source;
  return NULL;
}
