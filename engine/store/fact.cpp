#include "engine/store/fact.h"

#include <algorithm>

#include "engine/store/row.h"
#include "engine/store/scan.h"
#include "engine/store/value_record.h"

namespace lixiao::store {

namespace {
/// The row as its columns are.
struct FactRecord {
  std::string fact;
  std::string student_no;
  HeldValue held;
  model::Instant as_of{};
  std::string source;
  std::optional<model::Instant> since;
};
}  // namespace

template <>
struct Columns<FactRecord> {
  static auto of(auto& row) {
    return std::tie(row.fact, row.student_no, row.held.kind, row.held.number, row.held.text, row.as_of,
                    row.source, row.since);
  }
};

namespace {
constexpr auto kFrom =
    "SELECT fact, student_no, kind, number, text, as_of, source, since FROM fact "
    "WHERE fact = $1 AND student_no >= $2 ORDER BY student_no LIMIT $3";
constexpr auto kAfter =
    "SELECT fact, student_no, kind, number, text, as_of, source, since FROM fact "
    "WHERE fact = $1 AND student_no > $2 ORDER BY student_no LIMIT $3";
// CROSS JOIN keeps SQLite from reading all facts of everybody: a look-up for each name instead.
constexpr auto kOfStudent =
    "SELECT f.fact, f.student_no, f.kind, f.number, f.text, f.as_of, f.source, f.since "
    "FROM fact_name n CROSS JOIN fact f WHERE f.fact = n.fact AND f.student_no = $1 ORDER BY f.fact";
constexpr auto kOtherwise =
    "SELECT student_no FROM fact WHERE fact = $1 AND (as_of <> $2 OR source <> $3) "
    "ORDER BY student_no LIMIT $4";
constexpr auto kUpsert =
    "INSERT INTO fact (fact, student_no, kind, number, text, as_of, source, since) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) "
    "ON CONFLICT (fact, student_no) DO UPDATE SET kind = excluded.kind, number = excluded.number, "
    "text = excluded.text, as_of = excluded.as_of, source = excluded.source, since = excluded.since";
constexpr auto kRenew =
    "UPDATE fact SET as_of = $1, source = $2 WHERE fact = $3 AND student_no BETWEEN $4 AND $5";
constexpr auto kName = "INSERT INTO fact_name (fact) VALUES ($1) ON CONFLICT (fact) DO NOTHING";
constexpr auto kNames = "SELECT fact FROM fact_name ORDER BY fact";

FactRecord record(const FactRow& row) {
  return {row.fact, row.student_no, held(row.held.value), row.held.as_of, row.held.source, row.held.since};
}
FactRow factRow(FactRecord& row) {
  model::Value value = valueOf(row.held);
  return {std::move(row.student_no),
          std::move(row.fact),
          {std::move(value), row.as_of, std::move(row.source), row.since}};
}

/// By number; of several for one the latest, among equals the last.
void sortAndKeepLatest(std::vector<FactRow>& rows) {
  const auto before = [](const FactRow& a, const FactRow& b) {
    return std::tie(a.student_no, a.held.as_of) < std::tie(b.student_no, b.held.as_of);
  };
  if (!std::is_sorted(rows.begin(), rows.end(), before)) std::stable_sort(rows.begin(), rows.end(), before);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i + 1 < rows.size() && rows[i].student_no == rows[i + 1].student_no) continue;
    if (kept != i) rows[kept] = std::move(rows[i]);
    ++kept;
  }
  rows.resize(kept);
}

/// Writes the rows of one fact, a block at a time.
class Writer {
 public:
  Writer(Poco::Data::Session& session, const std::string& fact) : session_(session), fact_(fact) {}

  void replace(const FactRow& row, std::optional<model::Instant> since) {
    endRun();
    put(row, since);
  }
  /// What is there stays.
  void leave() { endRun(); }
  /// The value stays. `adjacent`: the table has no row between this one and the one renewed before.
  void renew(const FactRow& row, std::optional<model::Instant> since, bool adjacent) {
    const bool goes_on = adjacent && !run_.empty() && run_.back().first->held.as_of == row.held.as_of &&
                         run_.back().first->held.source == row.held.source;
    if (!goes_on) endRun();
    run_.emplace_back(&row, since);
  }
  void flush() {
    endRun();
    write();
  }

 private:
  /// Neighbours are renewed by one statement.
  void endRun() {
    if (run_.size() >= kRun) {
      const FactRow& first = *run_.front().first;
      execute(session_, kRenew, milliseconds(first.held.as_of), first.held.source, fact_, first.student_no,
              run_.back().first->student_no);
    } else {
      for (const auto& [row, since] : run_) put(*row, since);
    }
    run_.clear();
  }
  void put(const FactRow& row, std::optional<model::Instant> since) {
    block_.push_back(record(row));
    block_.back().since = since;
    if (static_cast<std::int64_t>(block_.size()) == kBlockRows) write();
  }
  void write() {
    executeAll(session_, kUpsert, block_);
    block_.clear();
  }

  static constexpr std::size_t kRun = 16;

  Poco::Data::Session& session_;
  const std::string& fact_;
  std::vector<FactRecord> block_;
  std::vector<std::pair<const FactRow*, std::optional<model::Instant>>> run_;
};

/// `rows`: all of one fact.
void upsertOne(Poco::Data::Session& session, const std::vector<FactRow>& rows, FactChanges& changes) {
  std::vector<std::string> numbers;
  numbers.reserve(rows.size());
  for (const FactRow& row : rows) numbers.push_back(row.student_no);
  Writer writer(session, rows.front().fact);
  RangeQuery<FactRecord> query(session, kFrom, rows.front().fact);
  auto wanted = rows.begin();
  lookUp(query, numbers, [&](const std::string& number, FactRecord* present, bool adjacent) {
    const FactRow& row = *wanted++;
    if (present && present->as_of > row.held.as_of) {
      ++changes.stale;
      return writer.leave();
    }
    model::Value before = present ? valueOf(present->held) : model::Value();
    if (present && before == row.held.value) {
      ++changes.confirmed;
      return writer.renew(row, present->since, adjacent);
    }
    const auto since = row.held.value.known() ? std::optional(row.held.since.value_or(row.held.as_of))
                                              : std::optional<model::Instant>();
    changes.changed.push_back({number, row.fact, std::move(before), row.held.value, !present, since});
    writer.replace(row, since);
  });
  writer.flush();
}
}  // namespace

FactRows::FactRows(std::vector<FactRow> rows) {
  std::map<std::string, std::vector<FactRow>> facts;
  std::vector<FactRow>* last = nullptr;  // rows mostly come by student or by fact
  for (FactRow& row : rows) {
    if (last == nullptr || last->front().fact != row.fact) last = &facts[row.fact];
    last->push_back(std::move(row));
  }
  for (auto& [fact, of_fact] : facts) {
    sortAndKeepLatest(of_fact);
    by_fact_.push_back(std::move(of_fact));
  }
}

FactChanges upsertFacts(Transaction& transaction, const FactRows& facts) {
  FactChanges changes;
  for (const std::vector<FactRow>& rows : facts.byFact()) {
    execute(transaction.session(), kName, rows.front().fact);
    upsertOne(transaction.session(), rows, changes);
  }
  return changes;
}

std::vector<std::string> heldOtherwise(Reader& reader, const std::string& fact, model::Instant as_of,
                                       const std::string& source, std::int64_t limit) {
  const std::int64_t moment = as_of.time_since_epoch().count();
  std::vector<std::string> numbers;
  for (Text& row : select<Text>(reader.session(), kOtherwise, fact, moment, source, limit))
    numbers.push_back(std::move(row.value));
  return numbers;
}

std::map<std::string, model::Fact> factsOf(Reader& reader, const std::string& student_no) {
  std::map<std::string, model::Fact> facts;
  for (FactRecord& record : select<FactRecord>(reader.session(), kOfStudent, student_no)) {
    FactRow row = factRow(record);
    facts.emplace(std::move(row.fact), std::move(row.held));
  }
  return facts;
}

void forEachFact(Reader& reader, const std::string& fact,
                 const std::function<void(std::vector<FactRow>&)>& block) {
  RangeQuery<FactRecord> query(reader.session(), kAfter, fact);
  forEachBlock(query, [&](std::vector<FactRecord>& records) {
    std::vector<FactRow> rows;
    rows.reserve(records.size());
    for (FactRecord& record : records) rows.push_back(factRow(record));
    block(rows);
  });
}

std::vector<std::string> factNames(Reader& reader) {
  std::vector<std::string> names;
  for (Text& row : select<Text>(reader.session(), kNames)) names.push_back(std::move(row.value));
  return names;
}

}  // namespace lixiao::store
