#include "engine/store/fact.h"

#include <algorithm>

#include "engine/store/bunch.h"
#include "engine/store/row.h"
#include "engine/store/scan.h"
#include "engine/store/value_record.h"

namespace lixiao::store {

namespace {
/// What is there of one fact and student.
struct PresentFact {
  std::string student_no;
  HeldValue held;
  model::Instant as_of{};
  std::optional<model::Instant> since;
};
struct NamedFact : PresentFact {
  std::string source;
  std::string fact;
};
/// What facts that are written together are alike in.
struct AlikeFacts {
  const std::string* fact = nullptr;
  const std::string* source = nullptr;
};
/// The rest of their columns; the row given is pointed to.
struct FactToWrite {
  const FactRow* row = nullptr;
  HeldValue held;
  std::optional<model::Instant> since;
};
}  // namespace

template <>
struct Columns<PresentFact> {
  static auto of(auto& row) {
    return std::tie(row.student_no, row.held.kind, row.held.number, row.held.text, row.as_of, row.since);
  }
};
template <>
struct Columns<NamedFact> {
  static auto of(auto& row) {
    return std::tuple_cat(Columns<PresentFact>::of(row), std::tie(row.source, row.fact));
  }
};
template <>
struct Columns<AlikeFacts> {
  static auto of(auto& alike) { return std::tie(*alike.fact, *alike.source); }
};
template <>
struct Columns<FactToWrite> {
  static auto of(auto& write) {
    return std::tie(write.row->student_no, write.held.kind, write.held.number, write.held.text,
                    write.row->held.as_of, write.since);
  }
};

namespace {
constexpr auto kFrom =
    "SELECT student_no, kind, number, text, as_of, since FROM fact "
    "WHERE fact = $1 AND student_no >= $2 ORDER BY student_no LIMIT $3";
constexpr auto kAfter =
    "SELECT student_no, kind, number, text, as_of, since FROM fact "
    "WHERE fact = $1 AND student_no > $2 ORDER BY student_no LIMIT $3";
// CROSS JOIN keeps SQLite from reading all facts of everybody: a look-up for each name instead.
constexpr auto kOfStudent =
    "SELECT f.student_no, f.kind, f.number, f.text, f.as_of, f.since, f.source, f.fact "
    "FROM fact_name n CROSS JOIN fact f WHERE f.fact = n.fact AND f.student_no = $1 ORDER BY f.fact";
constexpr auto kOtherwise =
    "SELECT student_no FROM fact WHERE fact = $1 AND (as_of <> $2 OR source <> $3) "
    "ORDER BY student_no LIMIT $4";
constexpr auto kInsert =
    "INSERT INTO fact (fact, source, student_no, kind, number, text, as_of, since) VALUES ";
constexpr auto kOrReplace =
    " ON CONFLICT (fact, student_no) DO UPDATE SET kind = excluded.kind, number = excluded.number, "
    "text = excluded.text, as_of = excluded.as_of, source = excluded.source, since = excluded.since";
constexpr auto kRenew =
    "UPDATE fact SET as_of = $1, source = $2 WHERE fact = $3 AND student_no BETWEEN $4 AND $5";
constexpr auto kName = "INSERT INTO fact_name (fact) VALUES ($1) ON CONFLICT (fact) DO NOTHING";
constexpr auto kNames = "SELECT fact FROM fact_name ORDER BY fact";

/// By number; of several for one the latest, among equals the last.
void sortAndKeepLatest(FactRows::OfFact& rows) {
  const auto before = [](const FactRow* a, const FactRow* b) {
    const int numbers = a->student_no.compare(b->student_no);
    return numbers != 0 ? numbers < 0 : a->held.as_of < b->held.as_of;
  };
  if (!std::is_sorted(rows.begin(), rows.end(), before)) std::stable_sort(rows.begin(), rows.end(), before);
  const auto same = [](const FactRow* a, const FactRow* b) { return a->student_no == b->student_no; };
  rows.erase(rows.begin(), std::unique(rows.rbegin(), rows.rend(), same).base());
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
    if (!block_.empty() && block_.back().row->held.source != row.held.source) write();
    block_.push_back({&row, held(row.held.value), since});
    if (static_cast<std::int64_t>(block_.size()) == kBlockRows) write();
  }
  void write() {
    if (block_.empty()) return;
    insertAll(session_, kInsert, kOrReplace, AlikeFacts{&fact_, &block_.front().row->held.source}, block_);
    block_.clear();
  }

  static constexpr std::size_t kRun = 16;

  Poco::Data::Session& session_;
  const std::string& fact_;
  std::vector<FactToWrite> block_;
  std::vector<std::pair<const FactRow*, std::optional<model::Instant>>> run_;
};

}  // namespace

FactRows::FactRows(std::vector<FactRow> rows) : rows_(std::move(rows)) {
  std::map<std::string_view, OfFact> facts;
  OfFact* last = nullptr;  // rows mostly come by student or by fact
  for (const FactRow& row : rows_) {
    if (last == nullptr || last->front()->fact != row.fact) last = &facts[row.fact];
    last->push_back(&row);
  }
  for (auto& [fact, of_fact] : facts) {
    sortAndKeepLatest(of_fact);
    by_fact_.push_back(std::move(of_fact));
  }
}

FactChanges upsertFact(Transaction& transaction, const FactRows::OfFact& rows, model::Instant now) {
  Poco::Data::Session& session = transaction.session();
  const std::string& fact = rows.front()->fact;
  execute(session, kName, fact);
  std::vector<std::string> numbers;
  numbers.reserve(rows.size());
  for (const FactRow* row : rows) numbers.push_back(row->student_no);
  FactChanges changes;
  Writer writer(session, fact);
  RangeQuery<PresentFact> query(session, kFrom, fact);
  auto wanted = rows.begin();
  lookUp(query, numbers, [&](const std::string&, PresentFact* present, bool adjacent) {
    const FactRow& row = **wanted++;
    if (present && present->as_of > row.held.as_of && present->as_of <= now) {
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
    changes.changed.push_back({row.student_no, std::move(before), row.held.value, !present, since});
    writer.replace(row, since);
  });
  writer.flush();
  return changes;
}

void upsertFacts(Transaction& transaction, const FactRows& facts, model::Instant now) {
  for (const FactRows::OfFact& rows : facts.byFact()) upsertFact(transaction, rows, now);
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
  for (NamedFact& named : select<NamedFact>(reader.session(), kOfStudent, student_no))
    facts.emplace(std::move(named.fact),
                  model::Fact{valueOf(named.held), named.as_of, std::move(named.source), named.since});
  return facts;
}

void forEachFact(Reader& reader, const std::string& fact,
                 const std::function<void(std::vector<HeldFact>&)>& block) {
  RangeQuery<PresentFact> query(reader.session(), kAfter, fact);
  std::vector<HeldFact> facts;
  forEachBlock(query, [&](std::vector<PresentFact>& rows) {
    facts.clear();
    for (PresentFact& row : rows)
      facts.push_back({std::move(row.student_no), {valueOf(row.held), row.as_of, "", row.since}});
    block(facts);
  });
}

std::vector<std::string> factNames(Reader& reader) {
  std::vector<std::string> names;
  for (Text& row : select<Text>(reader.session(), kNames)) names.push_back(std::move(row.value));
  return names;
}

}  // namespace lixiao::store
