#include "engine/store/journal_search.h"

#include <Poco/String.h>

#include "engine/store/changes_of_many.h"
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
  /// Entries about the student, and those about many among whom the student may be.
  void student(const std::string& student_no) {
    const std::string number = placeholder(student_no);
    statement_ << " AND seq IN (SELECT seq FROM journal WHERE student_no = " << number
               << " UNION ALL SELECT seq FROM journal_span WHERE first_no <= " << number
               << " AND last_no >= " << number << ")";
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

std::vector<JournalRecord> select(Reader& reader, const JournalFilter& filter, std::int64_t limit) {
  Poco::Data::Statement statement(reader.session());
  statement << kSearch;
  Where where(statement);
  if (filter.student_no) where.student(*filter.student_no);
  where.any("actor", filter.actors);
  if (filter.or_by)
    where.itemsOrBy(filter.items, *filter.or_by);
  else
    where.any("item", filter.items);
  where.addIf("item =", filter.item);
  where.addIf("kind =", filter.kind);
  if (!filter.holds.empty()) where.add("payload LIKE", pattern(filter.holds), " ESCAPE '\\'");
  where.addIf("at >=", number(filter.from));
  where.addIf("at <", number(filter.until));
  where.addIf("seq <", filter.before_seq);
  where.limit(limit);
  std::vector<JournalRecord> records;
  statement.addExtract(Poco::Data::Keywords::into(records));
  statement.execute();
  return records;
}

/// As the student's own; false when it is an entry about others, or what was sought is another's.
bool tellOf(const std::string& student_no, const std::string& holds, JournalEntry& entry) {
  if (entry.student_no) return true;
  auto own = changeOf(student_no, entry);
  if (!own || Poco::isubstr(own->payload, holds) == std::string::npos) return false;
  entry = std::move(*own);
  return true;
}

}  // namespace

std::vector<JournalRecord> searchJournal(Reader& reader, const JournalFilter& filter, std::int64_t limit) {
  std::vector<JournalRecord> found;
  JournalFilter rest = filter;
  for (;;) {
    const std::int64_t wanted = limit - static_cast<std::int64_t>(found.size());
    std::vector<JournalRecord> records = select(reader, rest, wanted);
    const bool all = static_cast<std::int64_t>(records.size()) < wanted;
    if (!records.empty()) rest.before_seq = records.back().seq;
    for (JournalRecord& record : records)
      if (!filter.student_no || tellOf(*filter.student_no, filter.holds, record.entry))
        found.push_back(std::move(record));
    if (all || static_cast<std::int64_t>(found.size()) == limit) return found;
  }
}

}  // namespace lixiao::store
