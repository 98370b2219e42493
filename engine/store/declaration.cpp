#include "engine/store/declaration.h"

#include "engine/store/meta.h"
#include "engine/store/row.h"
#include "engine/store/value_record.h"

namespace lixiao::store {

namespace {
/// The row as its columns are.
struct DeclarationRecord {
  std::string fact;
  std::string student_no;
  HeldValue held;
  model::Instant at{};
  std::int64_t revision = 0;
};
}  // namespace

template <>
struct Columns<DeclarationRecord> {
  static auto of(auto& row) {
    return std::tie(row.fact, row.student_no, row.held.kind, row.held.number, row.held.text, row.at,
                    row.revision);
  }
};

namespace {
#define DECLARATION_COLUMNS "SELECT fact, student_no, kind, number, text, at, revision FROM declaration "
constexpr auto kFind = DECLARATION_COLUMNS "WHERE fact = $1 AND student_no = $2";
constexpr auto kOfStudent = DECLARATION_COLUMNS "WHERE student_no = $1 ORDER BY fact";
constexpr auto kOfFact = DECLARATION_COLUMNS "WHERE fact = $1 ORDER BY student_no";
#undef DECLARATION_COLUMNS
constexpr auto kUpsert =
    "INSERT INTO declaration (fact, student_no, kind, number, text, at, revision) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (fact, student_no) DO UPDATE SET kind = excluded.kind, "
    "number = excluded.number, text = excluded.text, at = excluded.at, revision = excluded.revision";
constexpr auto kRemove = "DELETE FROM declaration WHERE fact = $1 AND student_no = $2";

Declaration declaration(DeclarationRecord& row) {
  model::Value value = valueOf(row.held);
  return {std::move(row.student_no), std::move(row.fact), std::move(value), row.at, row.revision};
}

std::vector<Declaration> declarations(std::vector<DeclarationRecord> rows) {
  std::vector<Declaration> made;
  made.reserve(rows.size());
  for (DeclarationRecord& row : rows) made.push_back(declaration(row));
  return made;
}
}  // namespace

std::int64_t putDeclaration(Transaction& transaction, const Declaration& made) {
  const std::int64_t revision = nextNumbers(transaction, "declaration_revision");
  std::vector<DeclarationRecord> rows = {{made.fact, made.student_no, held(made.value), made.at, revision}};
  executeAll(transaction.session(), kUpsert, rows);
  return revision;
}

std::optional<Declaration> removeDeclaration(Transaction& transaction, const std::string& student_no,
                                             const std::string& fact) {
  auto present = findDeclaration(transaction, student_no, fact);
  execute(transaction.session(), kRemove, fact, student_no);
  return present;
}

std::optional<Declaration> findDeclaration(Reader& reader, const std::string& student_no,
                                           const std::string& fact) {
  auto row = selectOne<DeclarationRecord>(reader.session(), kFind, fact, student_no);
  if (!row) return std::nullopt;
  return declaration(*row);
}

std::vector<Declaration> declarationsOf(Reader& reader, const std::string& student_no) {
  return declarations(select<DeclarationRecord>(reader.session(), kOfStudent, student_no));
}

std::vector<Declaration> declarations(Reader& reader, const std::string& fact) {
  return declarations(select<DeclarationRecord>(reader.session(), kOfFact, fact));
}

}  // namespace lixiao::store
