#include "engine/store/journal_search.h"

#include "engine/store/journal_row.h"

namespace lixiao::store {
namespace {

constexpr auto kSearch =
    "SELECT seq, at, actor, kind, student_no, item, payload, previous, hash FROM journal WHERE 1 = 1";

/// Text for LIKE, taken literally.
std::string pattern(const std::string& text) {
  std::string escaped = "%";
  for (const char each : text) {
    if (each == '%' || each == '_' || each == '\\') escaped += '\\';
    escaped += each;
  }
  return escaped + "%";
}

/// Adds conditions and their values, numbering the placeholders in the order they are added.
class Where {
 public:
  explicit Where(Poco::Data::Statement& statement) : statement_(statement) {}

  template <class T>
  void add(const char* condition, const T& value, const char* after = "") {
    statement_ << " AND " << condition << " " << placeholder(value) << after;
  }
  template <class T>
  void addIf(const char* condition, const std::optional<T>& value) {
    if (value) add(condition, *value);
  }
  void any(const char* column, const std::vector<std::string>& values) {
    if (!values.empty()) statement_ << " AND " << column << " IN (" << list(values) << ")";
  }
  void itemsOrBy(const std::vector<std::string>& items, const std::string& actor) {
    statement_ << " AND (";
    if (!items.empty()) statement_ << "item IN (" << list(items) << ") OR ";
    statement_ << "actor = " << placeholder(actor) << ")";
  }
  void limit(std::int64_t rows) { statement_ << " ORDER BY seq DESC LIMIT " << placeholder(rows); }

 private:
  std::string list(const std::vector<std::string>& values) {
    std::string text;
    for (const std::string& value : values) text += (text.empty() ? "" : ", ") + placeholder(value);
    return text;
  }
  template <class T>
  std::string placeholder(const T& value) {
    statement_.addBind(Poco::Data::Keywords::bind(column::checked(value)));
    return "$" + std::to_string(++count_);
  }

  Poco::Data::Statement& statement_;
  int count_ = 0;
};

std::optional<std::int64_t> number(const std::optional<model::Instant>& instant) {
  if (!instant) return std::nullopt;
  return instant->time_since_epoch().count();
}

}  // namespace

std::vector<JournalRecord> findInJournal(Reader& reader, const JournalQuery& query, std::int64_t limit) {
  Poco::Data::Statement statement(reader.session());
  statement << kSearch;
  Where where(statement);
  where.addIf("student_no =", query.student_no);
  where.any("actor", query.actors);
  if (query.or_by)
    where.itemsOrBy(query.items, *query.or_by);
  else
    where.any("item", query.items);
  where.addIf("item =", query.item);
  where.addIf("kind =", query.kind);
  if (!query.holds.empty()) where.add("payload LIKE", pattern(query.holds), " ESCAPE '\\'");
  where.addIf("at >=", number(query.from));
  where.addIf("at <", number(query.until));
  where.addIf("seq <", query.before_seq);
  where.limit(limit);
  std::vector<JournalRecord> records;
  statement.addExtract(Poco::Data::Keywords::into(records));
  statement.execute();
  return records;
}

}  // namespace lixiao::store
