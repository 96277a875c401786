/* rows.c - the facts of a document as rows of SQLite tables. */
#include "store/rows.h"

#include "base/error.h"
#include "facts/facts.h"

#include <string.h>

/* `input` and `line` say where a document was read, the other strings what it says of itself.
 * Entities have the names and types this very document gives them, which may differ elsewhere, so
 * they belong to a document; `id` is what joins them over documents. */
const char rows_schema[] =
    "CREATE TABLE documents (\n"
    "  number INTEGER PRIMARY KEY,\n"
    "  input TEXT NOT NULL, line INTEGER NOT NULL, hash INTEGER NOT NULL,\n"
    "  document TEXT, source TEXT, language TEXT, title TEXT, date TEXT, url TEXT,\n"
    "  UNIQUE (input, line));\n"
    "CREATE TABLE entities (\n"
    "  document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,\n"
    "  position INTEGER NOT NULL,\n"
    "  id TEXT NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, known INTEGER NOT NULL,\n"
    "  PRIMARY KEY (document, position)) WITHOUT ROWID;\n"
    "CREATE TABLE mentions (\n"
    "  document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,\n"
    "  entity INTEGER NOT NULL, position INTEGER NOT NULL,\n"
    "  text TEXT NOT NULL, \"start\" INTEGER, \"end\" INTEGER,\n"
    "  PRIMARY KEY (document, entity, position)) WITHOUT ROWID;\n"
    "CREATE TABLE relations (\n"
    "  document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,\n"
    "  position INTEGER NOT NULL,\n"
    "  subject INTEGER NOT NULL, relation TEXT NOT NULL, object INTEGER NOT NULL,\n"
    "  status TEXT NOT NULL, amount REAL NOT NULL, amount_low REAL NOT NULL, currency TEXT,\n"
    "  role TEXT, date TEXT, confidence REAL NOT NULL,\n"
    "  evidence TEXT, \"start\" INTEGER, \"end\" INTEGER,\n"
    "  PRIMARY KEY (document, position)) WITHOUT ROWID;\n";

static const char *const statements[ROWS_STATEMENTS] = {
    [ROWS_COUNT_DOCUMENTS] = "SELECT count(*) FROM documents",
    [ROWS_FIND_DOCUMENT] = "SELECT 1 FROM documents WHERE input = ? AND line = ? AND hash = ?",
    [ROWS_DROP_DOCUMENT] = "DELETE FROM documents WHERE input = ? AND line = ?",
    [ROWS_ADD_DOCUMENT] = "INSERT INTO documents (input, line, hash, document, source, language,"
                          " title, date, url) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [ROWS_ADD_ENTITY] = "INSERT INTO entities (document, position, id, name, type, known)"
                        " VALUES (?, ?, ?, ?, ?, ?)",
    [ROWS_ADD_MENTION] = "INSERT INTO mentions (document, entity, position, text, \"start\","
                         " \"end\") VALUES (?, ?, ?, ?, ?, ?)",
    [ROWS_ADD_RELATION] = "INSERT INTO relations (document, position, subject, relation, object,"
                          " status, amount, amount_low, currency, role, date, confidence,"
                          " evidence, \"start\", \"end\")"
                          " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [ROWS_ALL_DOCUMENTS] = "SELECT number, document, source, language, title, date, url"
                           " FROM documents ORDER BY input, line",
    [ROWS_ENTITIES_OF] = "SELECT id, name, type, known FROM entities"
                         " WHERE document = ? ORDER BY position",
    [ROWS_MENTIONS_OF] = "SELECT entity, text, \"start\", \"end\" FROM mentions"
                         " WHERE document = ? ORDER BY entity, position",
    [ROWS_RELATIONS_OF] = "SELECT subject, relation, object, status, amount, amount_low, currency,"
                          " role, date, confidence, evidence, \"start\", \"end\" FROM relations"
                          " WHERE document = ? ORDER BY position",
};

bool rows_prepare(struct rows *rows, ermine_error *err)
{
    for (size_t i = 0; i < ROWS_STATEMENTS; i++)
        if (sqlite3_prepare_v3(rows->db, statements[i], -1, SQLITE_PREPARE_PERSISTENT,
                               &rows->statements[i], NULL) != SQLITE_OK)
            return rows_fail(rows, err);
    return true;
}

void rows_finalize(struct rows *rows)
{
    for (size_t i = 0; i < ROWS_STATEMENTS; i++) {
        sqlite3_finalize(rows->statements[i]);
        rows->statements[i] = NULL;
    }
}

bool rows_damaged(const struct rows *rows, const char *what, ermine_error *err)
{
    return error_set(err, ERMINE_EINPUT,
                     "%s: the store is damaged (%s); restore a copy, or delete the file and read"
                     " the documents again",
                     rows->path, what);
}

bool rows_fail(const struct rows *rows, ermine_error *err)
{
    const char *why = sqlite3_errmsg(rows->db);
    switch (sqlite3_errcode(rows->db)) {
    case SQLITE_NOMEM:
        return error_memory(err);
    case SQLITE_NOTADB:
        return error_set(err, ERMINE_EINPUT,
                         "%s: no store of ermine; name another file, this one stays as it is",
                         rows->path);
    case SQLITE_ERROR: /* a table or a column is missing */
    case SQLITE_CORRUPT:
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
        return rows_damaged(rows, why, err);
    case SQLITE_TOOBIG:
        return error_set(err, ERMINE_ELIMIT, "%s: a text is too long for the store; split it",
                         rows->path);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return error_set(err, ERMINE_EIO,
                         "%s: in use by another program; try again when that has finished",
                         rows->path);
    case SQLITE_FULL:
        return error_set(err, ERMINE_EIO, "%s: the disk is full; make room and run again",
                         rows->path);
    case SQLITE_READONLY:
        return error_set(err, ERMINE_EIO,
                         "%s: cannot be written; allow writing to the file and to its folder",
                         rows->path);
    default:
        break;
    }
    int cause = sqlite3_system_errno(rows->db);
    if (cause != 0)
        return error_set(err, ERMINE_EIO, "%s: %s: %s", rows->path, why, strerror(cause));
    return error_set(err, ERMINE_EIO, "%s: %s", rows->path, why);
}

/* Values are bound one after another; what fails on the way shows at the step. */
struct binding {
    sqlite3_stmt *statement;
    int column, code;
};

static struct binding bind_start(struct rows *rows, size_t statement)
{
    return (struct binding){.statement = rows->statements[statement], .code = SQLITE_OK};
}

static void keep_code(struct binding *binding, int code)
{
    if (binding->code == SQLITE_OK)
        binding->code = code;
}

/* The text must outlive the step. */
static void bind_text(struct binding *binding, const char *text)
{
    keep_code(binding,
              sqlite3_bind_text(binding->statement, ++binding->column, text, -1, SQLITE_STATIC));
}

static void bind_integer(struct binding *binding, sqlite3_int64 value)
{
    keep_code(binding, sqlite3_bind_int64(binding->statement, ++binding->column, value));
}

static void bind_size(struct binding *binding, size_t value)
{
    if (value == ERMINE_NONE)
        keep_code(binding, sqlite3_bind_null(binding->statement, ++binding->column));
    else
        bind_integer(binding, (sqlite3_int64)value);
}

static void bind_real(struct binding *binding, double value)
{
    keep_code(binding, sqlite3_bind_double(binding->statement, ++binding->column, value));
}

/* Leaves the statement reset and without borrowed strings. */
static void release(sqlite3_stmt *statement)
{
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
}

/* Runs a statement that returns no rows. */
static bool run(struct rows *rows, struct binding *binding, ermine_error *err)
{
    if (binding->code == SQLITE_OK)
        binding->code = sqlite3_step(binding->statement);
    bool ok = binding->code == SQLITE_DONE || rows_fail(rows, err);
    release(binding->statement);
    return ok;
}

bool rows_count(struct rows *rows, size_t *count, ermine_error *err)
{
    sqlite3_stmt *statement = rows->statements[ROWS_COUNT_DOCUMENTS];
    bool ok = sqlite3_step(statement) == SQLITE_ROW || rows_fail(rows, err);
    *count = ok ? (size_t)sqlite3_column_int64(statement, 0) : 0;
    release(statement);
    return ok;
}

bool rows_find(struct rows *rows, const struct rows_key *key, bool *found, ermine_error *err)
{
    struct binding binding = bind_start(rows, ROWS_FIND_DOCUMENT);
    bind_text(&binding, key->source);
    bind_size(&binding, key->line);
    bind_integer(&binding, (sqlite3_int64)key->hash);
    if (binding.code == SQLITE_OK)
        binding.code = sqlite3_step(binding.statement);
    *found = binding.code == SQLITE_ROW;
    bool ok = *found || binding.code == SQLITE_DONE || rows_fail(rows, err);
    release(binding.statement);
    return ok;
}

static bool add_document(struct rows *rows, const struct rows_key *key, const ermine_origin *origin,
                         ermine_error *err)
{
    struct binding drop = bind_start(rows, ROWS_DROP_DOCUMENT);
    bind_text(&drop, key->source);
    bind_size(&drop, key->line);
    if (!run(rows, &drop, err))
        return false;
    struct binding binding = bind_start(rows, ROWS_ADD_DOCUMENT);
    bind_text(&binding, key->source);
    bind_size(&binding, key->line);
    bind_integer(&binding, (sqlite3_int64)key->hash);
    bind_text(&binding, origin->document);
    bind_text(&binding, origin->source);
    bind_text(&binding, origin->language);
    bind_text(&binding, origin->title);
    bind_text(&binding, origin->date);
    bind_text(&binding, origin->url);
    return run(rows, &binding, err);
}

static bool add_entity(struct rows *rows, sqlite3_int64 document, size_t position,
                       const ermine_entity *entity, ermine_error *err)
{
    struct binding binding = bind_start(rows, ROWS_ADD_ENTITY);
    bind_integer(&binding, document);
    bind_size(&binding, position);
    bind_text(&binding, entity->id);
    bind_text(&binding, entity->name);
    bind_text(&binding, entity->type);
    bind_integer(&binding, entity->known);
    if (!run(rows, &binding, err))
        return false;
    for (size_t i = 0; i < entity->mention_count; i++) {
        struct binding mention = bind_start(rows, ROWS_ADD_MENTION);
        bind_integer(&mention, document);
        bind_size(&mention, position);
        bind_size(&mention, i);
        bind_text(&mention, entity->mentions[i].text);
        bind_size(&mention, entity->mentions[i].span.start);
        bind_size(&mention, entity->mentions[i].span.end);
        if (!run(rows, &mention, err))
            return false;
    }
    return true;
}

static bool add_relation(struct rows *rows, sqlite3_int64 document, size_t position,
                         const ermine_relation *relation, ermine_error *err)
{
    struct binding binding = bind_start(rows, ROWS_ADD_RELATION);
    bind_integer(&binding, document);
    bind_size(&binding, position);
    bind_size(&binding, relation->subject);
    bind_text(&binding, relation->relation);
    bind_size(&binding, relation->object);
    bind_text(&binding, ermine_status_name(relation->status));
    bind_real(&binding, relation->amount);
    bind_real(&binding, relation->amount_low);
    bind_text(&binding, relation->currency);
    bind_text(&binding, relation->role);
    bind_text(&binding, relation->date);
    bind_real(&binding, relation->confidence);
    bind_text(&binding, relation->evidence.text);
    bind_size(&binding, relation->evidence.span.start);
    bind_size(&binding, relation->evidence.span.end);
    return run(rows, &binding, err);
}

bool rows_replace(struct rows *rows, const struct rows_key *key, const ermine_facts *facts,
                  ermine_error *err)
{
    if (!add_document(rows, key, ermine_facts_origin(facts), err))
        return false;
    sqlite3_int64 document = sqlite3_last_insert_rowid(rows->db);
    for (size_t i = 0; i < ermine_facts_entity_count(facts); i++)
        if (!add_entity(rows, document, i, ermine_facts_entity(facts, i), err))
            return false;
    for (size_t i = 0; i < ermine_facts_relation_count(facts); i++)
        if (!add_relation(rows, document, i, ermine_facts_relation(facts, i), err))
            return false;
    return true;
}

/* A text that may be NULL; false when memory ran out. Borrowed until the next step. */
static bool text_at(struct rows *rows, sqlite3_stmt *statement, int column, const char **text,
                    ermine_error *err)
{
    bool absent = sqlite3_column_type(statement, column) == SQLITE_NULL;
    *text = absent ? NULL : (const char *)sqlite3_column_text(statement, column);
    return absent || *text != NULL || rows_fail(rows, err);
}

/* Texts from `column` on, one for each of `count` pointers. */
static bool texts_at(struct rows *rows, sqlite3_stmt *statement, int column,
                     const char **const texts[], size_t count, ermine_error *err)
{
    for (size_t i = 0; i < count; i++)
        if (!text_at(rows, statement, column + (int)i, texts[i], err))
            return false;
    return true;
}

static size_t size_at(sqlite3_stmt *statement, int column)
{
    if (sqlite3_column_type(statement, column) == SQLITE_NULL)
        return ERMINE_NONE;
    sqlite3_int64 value = sqlite3_column_int64(statement, column);
    return value < 0 ? ERMINE_NONE : (size_t)value;
}

static bool read_origin(struct rows *rows, ermine_facts *facts, ermine_error *err)
{
    ermine_origin origin = {0};
    const char **const texts[] = {&origin.document, &origin.source, &origin.language,
                                  &origin.title,    &origin.date,   &origin.url};
    return texts_at(rows, rows->statements[ROWS_ALL_DOCUMENTS], 1, texts, 6, err) &&
           facts_set_origin(facts, &origin, err);
}

static bool read_entity(struct rows *rows, sqlite3_stmt *row, ermine_facts *facts,
                        ermine_error *err)
{
    const char *id = NULL, *name = NULL, *type = NULL;
    const char **const texts[] = {&id, &name, &type};
    if (!texts_at(rows, row, 0, texts, 3, err))
        return false;
    if (id == NULL || name == NULL || type == NULL)
        return rows_damaged(rows, "an entity without a name", err);
    bool known = sqlite3_column_int(row, 3) != 0;
    return facts_add_entity(facts, id, name, type, known, err) != ERMINE_NONE;
}

static bool read_mention(struct rows *rows, sqlite3_stmt *row, ermine_facts *facts,
                         ermine_error *err)
{
    size_t entity = size_at(row, 0);
    const char *text;
    if (!text_at(rows, row, 1, &text, err))
        return false;
    if (text == NULL || entity >= ermine_facts_entity_count(facts))
        return rows_damaged(rows, "a mention of no entity", err);
    ermine_span span = {size_at(row, 2), size_at(row, 3)};
    return facts_add_mention(facts, entity, text, strlen(text), span, err);
}

static bool read_relation(struct rows *rows, sqlite3_stmt *row, ermine_facts *facts,
                          ermine_error *err)
{
    ermine_relation relation = {
        .subject = size_at(row, 0),
        .object = size_at(row, 2),
        .amount = sqlite3_column_double(row, 4),
        .amount_low = sqlite3_column_double(row, 5),
        .confidence = sqlite3_column_double(row, 9),
        .evidence.span = {size_at(row, 11), size_at(row, 12)},
    };
    const char *status;
    const char **const texts[] = {&relation.currency, &relation.role, &relation.date};
    if (!text_at(rows, row, 1, &relation.relation, err) || !text_at(rows, row, 3, &status, err) ||
        !texts_at(rows, row, 6, texts, 3, err) ||
        !text_at(rows, row, 10, &relation.evidence.text, err))
        return false;
    size_t count = ermine_facts_entity_count(facts);
    if (relation.subject >= count || relation.object >= count || relation.relation == NULL)
        return rows_damaged(rows, "a relation of no entity", err);
    if (status == NULL || !ermine_status_parse(status, &relation.status))
        return rows_damaged(rows, "an unknown status", err);
    return facts_add_relation(facts, &relation, err);
}

static bool read_all(struct rows *rows, size_t statement, sqlite3_int64 document,
                     ermine_facts *facts,
                     bool (*read)(struct rows *, sqlite3_stmt *, ermine_facts *, ermine_error *),
                     ermine_error *err)
{
    struct binding binding = bind_start(rows, statement);
    bind_integer(&binding, document);
    bool ok = binding.code == SQLITE_OK || rows_fail(rows, err);
    int code = SQLITE_DONE;
    while (ok && (code = sqlite3_step(binding.statement)) == SQLITE_ROW)
        ok = read(rows, binding.statement, facts, err);
    if (ok && code != SQLITE_DONE)
        ok = rows_fail(rows, err);
    release(binding.statement);
    return ok;
}

bool rows_next(struct rows *rows, ermine_facts **facts, ermine_error *err)
{
    *facts = NULL;
    sqlite3_stmt *documents = rows->statements[ROWS_ALL_DOCUMENTS];
    int code = sqlite3_step(documents);
    if (code != SQLITE_ROW)
        return code == SQLITE_DONE || rows_fail(rows, err);
    ermine_facts *made = facts_new(err);
    if (made == NULL)
        return false;
    sqlite3_int64 document = sqlite3_column_int64(documents, 0);
    if (!read_origin(rows, made, err) ||
        !read_all(rows, ROWS_ENTITIES_OF, document, made, read_entity, err) ||
        !read_all(rows, ROWS_MENTIONS_OF, document, made, read_mention, err) ||
        !read_all(rows, ROWS_RELATIONS_OF, document, made, read_relation, err)) {
        ermine_facts_free(made);
        return false;
    }
    *facts = made;
    return true;
}

void rows_rewind(struct rows *rows)
{
    release(rows->statements[ROWS_ALL_DOCUMENTS]);
}
