#include "engine/store/roster_final.h"

#include "engine/store/row.h"

namespace lixiao::store {

template <>
struct Columns<RosterFinal> {
  static auto of(auto& row) { return std::tie(row.edition, row.provider, row.at, row.by); }
};

namespace {
constexpr auto kDeclare =
    "INSERT INTO roster_final (edition, provider, at, declared_by) VALUES ($1, $2, $3, $4) ON CONFLICT "
    "(edition, provider) DO NOTHING";
constexpr auto kOfEdition =
    "SELECT edition, provider, at, declared_by FROM roster_final WHERE edition = $1 ORDER BY provider";
}  // namespace

bool declareFinal(Transaction& transaction, const RosterFinal& declared) {
  return execute(transaction.session(), kDeclare, declared.edition, declared.provider,
                 milliseconds(declared.at), declared.by) > 0;
}

std::vector<RosterFinal> finalRosters(Reader& reader, const std::string& edition) {
  return select<RosterFinal>(reader.session(), kOfEdition, edition);
}

}  // namespace lixiao::store
