#include "engine/store/schema.h"

namespace lixiao::store {
namespace {

const std::vector<Migration> kMigrations = {
    {1,
     {
         R"(CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID)",
         R"(CREATE TABLE counter (name TEXT PRIMARY KEY, value BIGINT NOT NULL) WITHOUT ROWID)",

         R"(CREATE TABLE journal (
              seq INTEGER PRIMARY KEY, at BIGINT NOT NULL, actor TEXT NOT NULL, kind TEXT NOT NULL,
              student_no TEXT, item TEXT, payload TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL))",
         R"(CREATE INDEX journal_by_student ON journal (student_no, seq) WHERE student_no IS NOT NULL)",
         R"(CREATE INDEX journal_by_item ON journal (item, seq) WHERE item IS NOT NULL)",
         R"(CREATE INDEX journal_by_actor ON journal (actor, seq))",
         R"(CREATE INDEX journal_by_kind ON journal (kind, seq))",
         R"(CREATE INDEX journal_by_time ON journal (at))",
         R"(CREATE TRIGGER journal_keeps_rows BEFORE DELETE ON journal
            BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END)",
         R"(CREATE TRIGGER journal_keeps_values BEFORE UPDATE ON journal
            BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END)",
         R"(CREATE TABLE journal_head (id BIGINT PRIMARY KEY CHECK (id = 1), seq BIGINT NOT NULL, hash TEXT NOT NULL)
            WITHOUT ROWID)",
         R"(INSERT INTO journal_head (id, seq, hash)
            VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000'))",

         R"(CREATE TABLE student (
              student_no TEXT PRIMARY KEY CHECK (student_no <> ''), name TEXT NOT NULL, id_type TEXT NOT NULL,
              id_sealed BLOB, id_key BLOB, provider TEXT NOT NULL, attributes TEXT NOT NULL,
              import_seq BIGINT NOT NULL, removed BIGINT NOT NULL) WITHOUT ROWID)",
         R"(CREATE INDEX student_by_id ON student (id_key) WHERE id_key IS NOT NULL)",

         R"(CREATE TABLE fact_name (fact TEXT PRIMARY KEY) WITHOUT ROWID)",
         R"(CREATE TABLE fact (
              fact TEXT NOT NULL, student_no TEXT NOT NULL CHECK (student_no <> ''), kind BIGINT NOT NULL,
              number BIGINT, text TEXT, as_of BIGINT NOT NULL, source TEXT NOT NULL,
              PRIMARY KEY (fact, student_no)) WITHOUT ROWID)",

         R"(CREATE TABLE list_submission (
              list TEXT PRIMARY KEY, at BIGINT NOT NULL, submitted_by TEXT NOT NULL, row_count BIGINT NOT NULL)
            WITHOUT ROWID)",
         R"(CREATE TABLE list_member (
              list TEXT NOT NULL REFERENCES list_submission (list), student_no TEXT NOT NULL CHECK (student_no <> ''),
              name TEXT NOT NULL, remark TEXT NOT NULL, PRIMARY KEY (list, student_no)) WITHOUT ROWID)",
         R"(CREATE INDEX list_member_by_student ON list_member (student_no))",

         R"(CREATE TABLE registration (
              item TEXT NOT NULL, student_no TEXT NOT NULL CHECK (student_no <> ''), result TEXT NOT NULL,
              remark TEXT NOT NULL, until_day BIGINT, at BIGINT NOT NULL, registered_by TEXT NOT NULL,
              revision BIGINT NOT NULL, PRIMARY KEY (item, student_no)) WITHOUT ROWID)",
         R"(CREATE INDEX registration_by_student ON registration (student_no))",

         R"(CREATE TABLE collection (
              document TEXT NOT NULL, student_no TEXT NOT NULL CHECK (student_no <> ''), at BIGINT NOT NULL,
              handed_by TEXT NOT NULL, recipient TEXT NOT NULL, proxy_name TEXT NOT NULL, evaluation TEXT NOT NULL,
              workflow_digest TEXT NOT NULL, PRIMARY KEY (document, student_no)) WITHOUT ROWID)",
         R"(CREATE INDEX collection_by_student ON collection (student_no))",

         R"(CREATE TABLE activation (
              id BIGINT PRIMARY KEY, edition TEXT NOT NULL, digest TEXT NOT NULL, files TEXT NOT NULL,
              at BIGINT NOT NULL, activated_by TEXT NOT NULL))",
         R"(CREATE INDEX activation_by_digest ON activation (digest))",

         R"(CREATE TABLE account (
              login TEXT PRIMARY KEY CHECK (login <> ''), name TEXT NOT NULL, role TEXT NOT NULL,
              department TEXT NOT NULL, scope_value TEXT NOT NULL, student_no TEXT NOT NULL,
              password_hash TEXT NOT NULL, disabled BIGINT NOT NULL, created BIGINT NOT NULL) WITHOUT ROWID)",
         R"(CREATE TABLE web_session (
              token_hash TEXT PRIMARY KEY, login TEXT NOT NULL REFERENCES account (login), csrf_token TEXT NOT NULL,
              created BIGINT NOT NULL, last_seen BIGINT NOT NULL, expires BIGINT NOT NULL) WITHOUT ROWID)",
         R"(CREATE INDEX web_session_by_login ON web_session (login))",
         R"(CREATE INDEX web_session_by_expiry ON web_session (expires))",
         R"(CREATE TABLE login_failure (
              key TEXT PRIMARY KEY, failures BIGINT NOT NULL, first_at BIGINT NOT NULL, last_at BIGINT NOT NULL)
            WITHOUT ROWID)",
     }},
    {2,
     {
         R"(ALTER TABLE registration ADD COLUMN condition TEXT NOT NULL DEFAULT '')",
         R"(ALTER TABLE registration ADD COLUMN amount BIGINT)",
         R"(CREATE TABLE shared_registration (
              item TEXT NOT NULL, value TEXT NOT NULL CHECK (value <> ''), result TEXT NOT NULL,
              remark TEXT NOT NULL, until_day BIGINT, at BIGINT NOT NULL, registered_by TEXT NOT NULL,
              revision BIGINT NOT NULL, condition TEXT NOT NULL, amount BIGINT, PRIMARY KEY (item, value))
            WITHOUT ROWID)",

         R"(ALTER TABLE fact ADD COLUMN since BIGINT)",
         R"(CREATE TABLE declaration (
              fact TEXT NOT NULL, student_no TEXT NOT NULL CHECK (student_no <> ''), kind BIGINT NOT NULL,
              number BIGINT, text TEXT, at BIGINT NOT NULL, revision BIGINT NOT NULL,
              PRIMARY KEY (fact, student_no)) WITHOUT ROWID)",
         R"(CREATE INDEX declaration_by_student ON declaration (student_no))",

         R"(CREATE TABLE shared_attribute (attribute TEXT PRIMARY KEY) WITHOUT ROWID)",
         R"(CREATE TABLE student_value (
              attribute TEXT NOT NULL, value TEXT NOT NULL, student_no TEXT NOT NULL,
              PRIMARY KEY (attribute, value, student_no)) WITHOUT ROWID)",
     }},
    {3,
     {
         R"(CREATE TABLE roster_final (
              edition TEXT NOT NULL, provider TEXT NOT NULL, at BIGINT NOT NULL, declared_by TEXT NOT NULL,
              PRIMARY KEY (edition, provider)) WITHOUT ROWID)",
         R"(CREATE TABLE late_change (
              student_no TEXT NOT NULL CHECK (student_no <> ''), import_seq BIGINT NOT NULL, provider TEXT NOT NULL,
              kind TEXT NOT NULL, at BIGINT NOT NULL, changed_by TEXT NOT NULL, reason TEXT NOT NULL,
              PRIMARY KEY (student_no, import_seq)) WITHOUT ROWID)",
         R"(CREATE INDEX late_change_by_provider ON late_change (provider, import_seq, student_no))",

         R"(CREATE TABLE early_registration (
              student_no TEXT NOT NULL CHECK (student_no <> ''), item TEXT NOT NULL, PRIMARY KEY (student_no, item))
            WITHOUT ROWID)",
         R"(CREATE INDEX early_registration_by_item ON early_registration (item, student_no))",
         R"(INSERT INTO early_registration (student_no, item)
            SELECT student_no, item FROM registration WHERE NOT EXISTS (SELECT 1 FROM student
            WHERE student.student_no = registration.student_no AND student.removed = 0))",
     }},
    {4,
     {
         R"(CREATE TABLE batch (
              id BIGINT PRIMARY KEY, item TEXT NOT NULL, made_by TEXT NOT NULL, department TEXT NOT NULL,
              scope TEXT NOT NULL, at BIGINT NOT NULL, applied BIGINT NOT NULL, unchanged BIGINT NOT NULL,
              refused BIGINT NOT NULL, file_name TEXT NOT NULL, undone_at BIGINT, undone_by TEXT NOT NULL,
              undo_reason TEXT NOT NULL))",
         R"(CREATE INDEX batch_by_department ON batch (department, scope, id))",
         R"(CREATE TABLE batch_row (
              batch BIGINT NOT NULL REFERENCES batch (id), row_number BIGINT NOT NULL, student_no TEXT NOT NULL,
              name TEXT NOT NULL, item TEXT NOT NULL, verdict TEXT NOT NULL, reason TEXT NOT NULL,
              revision BIGINT NOT NULL, shared_attribute TEXT NOT NULL, shared_value TEXT NOT NULL,
              before TEXT NOT NULL, undone BIGINT NOT NULL, PRIMARY KEY (batch, row_number)))",

         R"(ALTER TABLE collection ADD COLUMN proxy_id_type TEXT NOT NULL DEFAULT '')",
         R"(CREATE TABLE print_batch (
              id BIGINT PRIMARY KEY, document TEXT NOT NULL, batch_number BIGINT NOT NULL, cut_off BIGINT NOT NULL,
              grouped_by TEXT NOT NULL, at BIGINT NOT NULL, made_by TEXT NOT NULL, students BIGINT NOT NULL,
              UNIQUE (document, batch_number)))",
         R"(CREATE TABLE print_batch_row (
              batch BIGINT NOT NULL REFERENCES print_batch (id), document TEXT NOT NULL, position BIGINT NOT NULL,
              student_no TEXT NOT NULL, name TEXT NOT NULL, destination TEXT NOT NULL, college TEXT NOT NULL,
              class_code TEXT NOT NULL, PRIMARY KEY (batch, position), UNIQUE (document, student_no)))",
     }},
    {5,
     {
         R"(CREATE TABLE guide (
              id BIGINT PRIMARY KEY, department TEXT NOT NULL CHECK (department <> ''), scope_value TEXT NOT NULL,
              subject TEXT NOT NULL, campus TEXT NOT NULL, place TEXT NOT NULL, hours TEXT NOT NULL,
              contact TEXT NOT NULL, phone TEXT NOT NULL, bring TEXT NOT NULL, body TEXT NOT NULL,
              withdrawn BIGINT NOT NULL, at BIGINT NOT NULL, published_by TEXT NOT NULL, current BIGINT NOT NULL))",
         R"(CREATE INDEX guide_by_key ON guide (department, scope_value, subject, campus, id))",
         R"(CREATE UNIQUE INDEX guide_current ON guide (department, scope_value, subject, campus)
            WHERE current = 1)",

         R"(CREATE TABLE appointment (
              item TEXT NOT NULL, student_no TEXT NOT NULL CHECK (student_no <> ''), slot_start BIGINT NOT NULL,
              at BIGINT NOT NULL, booked_by TEXT NOT NULL, revision BIGINT NOT NULL, uid TEXT NOT NULL,
              sequence BIGINT NOT NULL, state TEXT NOT NULL, PRIMARY KEY (item, student_no)) WITHOUT ROWID)",
         R"(CREATE INDEX appointment_by_slot ON appointment (item, slot_start))",
         R"(CREATE INDEX appointment_by_student ON appointment (student_no))",
     }},
    {6,
     {
         R"(ALTER TABLE journal_head ADD COLUMN epoch BIGINT NOT NULL DEFAULT 1)",
         R"(ALTER TABLE account ADD COLUMN head BIGINT NOT NULL DEFAULT 0)",
         R"(ALTER TABLE account ADD COLUMN valid_until BIGINT)",
         R"(ALTER TABLE account ADD COLUMN must_change BIGINT NOT NULL DEFAULT 0)",
         R"(CREATE TABLE slip (
              code TEXT PRIMARY KEY CHECK (code <> ''), student_no TEXT NOT NULL, at BIGINT NOT NULL,
              issued_by TEXT NOT NULL, workflow_digest TEXT NOT NULL, says TEXT NOT NULL, revoked BIGINT)
            WITHOUT ROWID)",
         R"(CREATE INDEX slip_by_student ON slip (student_no, at))",
     }},
    {7,
     {
         R"(CREATE TABLE statistic_sample (
              at BIGINT NOT NULL, item TEXT NOT NULL, student_type TEXT NOT NULL, status BIGINT NOT NULL,
              students BIGINT NOT NULL, PRIMARY KEY (at, item, student_type, status)) WITHOUT ROWID)",
     }},
    {8,
     {
         R"(CREATE TABLE last_visit (
              student_no TEXT PRIMARY KEY CHECK (student_no <> ''), known TEXT NOT NULL, known_at BIGINT NOT NULL,
              shown TEXT NOT NULL, shown_at BIGINT NOT NULL, ended BIGINT NOT NULL) WITHOUT ROWID)",

         R"(CREATE TABLE mail_address (
              login TEXT PRIMARY KEY REFERENCES account (login), address TEXT NOT NULL, language TEXT NOT NULL,
              wants TEXT NOT NULL, confirmed BIGINT, token_hash TEXT NOT NULL, token_until BIGINT NOT NULL,
              told TEXT NOT NULL, told_on BIGINT NOT NULL) WITHOUT ROWID)",
         R"(CREATE INDEX mail_address_by_token ON mail_address (token_hash))",
         R"(CREATE TABLE outbox (
              id BIGINT PRIMARY KEY, message_key TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, login TEXT NOT NULL,
              address TEXT NOT NULL, language TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL,
              leave_url TEXT NOT NULL, at BIGINT NOT NULL, state TEXT NOT NULL, attempts BIGINT NOT NULL,
              next_at BIGINT NOT NULL, error TEXT NOT NULL, done_at BIGINT))",
         R"(CREATE INDEX outbox_by_state ON outbox (state, next_at))",
         R"(CREATE INDEX outbox_by_login ON outbox (login, at))",
     }},
    {9,
     {
         R"(CREATE TABLE outgoing_message (
              id BIGINT PRIMARY KEY, receiver TEXT NOT NULL, at BIGINT NOT NULL, students BIGINT NOT NULL,
              attempts BIGINT NOT NULL, next_at BIGINT NOT NULL, error_kind TEXT NOT NULL, error TEXT NOT NULL,
              answer TEXT NOT NULL, acknowledged BIGINT))",
         R"(CREATE INDEX outgoing_message_by_receiver ON outgoing_message (receiver, id))",
         R"(CREATE TABLE outgoing_row (
              message BIGINT NOT NULL REFERENCES outgoing_message (id),
              student_no TEXT NOT NULL CHECK (student_no <> ''), leaving BIGINT NOT NULL,
              PRIMARY KEY (message, student_no)) WITHOUT ROWID)",
         R"(CREATE TABLE outgoing_student (
              receiver TEXT NOT NULL, edition TEXT NOT NULL, student_no TEXT NOT NULL CHECK (student_no <> ''),
              PRIMARY KEY (receiver, edition, student_no)) WITHOUT ROWID)",
     }},
    {10,
     {
         R"(CREATE TABLE journal_span (
              first_no TEXT NOT NULL CHECK (first_no <> ''), last_no TEXT NOT NULL, seq BIGINT NOT NULL,
              PRIMARY KEY (first_no, last_no, seq)) WITHOUT ROWID)",
     }},
    {11,
     {
         R"(INSERT INTO meta (key, value) VALUES ('database_id', lower(hex(randomblob(4)))))",
     }},
    {12,
     {
         R"(ALTER TABLE outgoing_message ADD COLUMN failed_at BIGINT)",
     }},
    {13,
     {
         R"(CREATE TABLE poll (
              source TEXT NOT NULL, began BIGINT NOT NULL, took BIGINT NOT NULL, students_asked BIGINT NOT NULL,
              facts_delivered BIGINT NOT NULL, unknown_students BIGINT NOT NULL, error_kind TEXT,
              error TEXT NOT NULL, answer TEXT NOT NULL, held_fact TEXT, held_of TEXT NOT NULL,
              held_before BIGINT NOT NULL, held_after BIGINT NOT NULL, as_of BIGINT,
              PRIMARY KEY (source, began)) WITHOUT ROWID)",
     }},
};
}  // namespace

const std::vector<Migration>& migrations() {
  return kMigrations;
}

}  // namespace lixiao::store
