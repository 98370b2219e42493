#include "engine/store/guide.h"

#include "engine/store/meta.h"
#include "engine/store/row.h"

namespace lixiao::store {

template <>
struct Columns<GuideVersion> {
  static auto of(auto& row) {
    return std::tie(row.id, row.key.department, row.key.scope_value, row.key.subject, row.key.campus,
                    row.text.place, row.text.hours, row.text.contact, row.text.phone, row.text.bring,
                    row.text.body, row.withdrawn, row.at, row.by);
  }
};

namespace {
#define GUIDE_COLUMNS                                                                                \
  "SELECT id, department, scope_value, subject, campus, place, hours, contact, phone, bring, body, " \
  "withdrawn, at, published_by FROM guide "
constexpr auto kCurrent =
    GUIDE_COLUMNS "WHERE current = 1 AND withdrawn = 0 ORDER BY department, scope_value, subject, campus";
constexpr auto kOfKey = GUIDE_COLUMNS
    "WHERE department = $1 AND scope_value = $2 AND subject = $3 AND campus = $4 ORDER BY id DESC";
constexpr auto kLastOfKey = GUIDE_COLUMNS
    "WHERE department = $1 AND scope_value = $2 AND subject = $3 AND campus = $4 AND current = 1";
constexpr auto kFind = GUIDE_COLUMNS "WHERE id = $1";
#undef GUIDE_COLUMNS
constexpr auto kRetire =
    "UPDATE guide SET current = 0 WHERE department = $1 AND scope_value = $2 AND subject = $3 AND campus = "
    "$4 "
    "AND current = 1";
constexpr auto kAdd =
    "INSERT INTO guide (id, department, scope_value, subject, campus, place, hours, contact, phone, bring, "
    "body, withdrawn, at, published_by, current) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1)";
}  // namespace

std::int64_t addGuideVersion(Transaction& transaction, const GuideVersion& version) {
  const GuideKey& key = version.key;
  execute(transaction.session(), kRetire, key.department, key.scope_value, key.subject, key.campus);
  std::vector<GuideVersion> rows = {version};
  rows.front().id = nextNumbers(transaction, "guide_version");
  executeAll(transaction.session(), kAdd, rows);
  return rows.front().id;
}

std::vector<GuideVersion> currentGuides(Reader& reader) {
  return select<GuideVersion>(reader.session(), kCurrent);
}

std::optional<GuideVersion> currentGuide(Reader& reader, const GuideKey& key) {
  return selectOne<GuideVersion>(reader.session(), kLastOfKey, key.department, key.scope_value, key.subject,
                                 key.campus);
}

std::vector<GuideVersion> guideVersions(Reader& reader, const GuideKey& key) {
  return select<GuideVersion>(reader.session(), kOfKey, key.department, key.scope_value, key.subject,
                              key.campus);
}

std::optional<GuideVersion> findGuideVersion(Reader& reader, std::int64_t id) {
  return selectOne<GuideVersion>(reader.session(), kFind, id);
}

}  // namespace lixiao::store
