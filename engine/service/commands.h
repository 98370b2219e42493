#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/registration.h"
#include "engine/model/value.h"
#include "engine/service/actor.h"
#include "engine/service/engine.h"
#include "engine/service/outcome.h"
#include "engine/workflow/load.h"

namespace lixiao::service {

/// Something about a row that a person should look at before it counts.
struct Suspicion {
  model::LocalizedText about;  ///< the column; empty for the row
  model::Message message;
};
/// A cell that would not be as it is.
struct CellChange {
  model::LocalizedText title;
  std::string before, after;  ///< numbers of identity documents are covered
};

/// One row of something a person handed in; `row` is the row of their file or paste, from 1.
struct RosterRow {
  std::size_t row = 0;
  std::string student_no, name, national_id;
  std::map<std::string, std::string> attributes;  ///< by attribute name, as written
  std::string id_type{};                          ///< kind of the identity document, as written
  std::vector<Suspicion> suspicions{};            ///< found while it was read
};
/// How a roster is taken in.
struct RosterTerms {
  bool whole = false;      ///< whoever of the provider's students is not in it is taken off
  bool over_half = false;  ///< it is meant that more than half of a provider's students are taken off
  bool final = false;      ///< with it the provider's roster is declared final
  std::string reason{};    ///< needed where it changes a roster that was declared final
};
struct FactRow {
  std::size_t row = 0;
  std::string student_no, fact, value;  ///< value as written; "" is unknown
};
struct ListRow {
  std::size_t row = 0;
  std::string student_no, name, remark;
};
struct RegistrationRow {
  std::size_t row = 0;
  std::string student_no;
  std::string item;
  model::RegistrationResult result = model::RegistrationResult::Cleared;
  std::string remark;
  // As written; "" where nothing is said.
  std::string until{};      ///< `2015-12-31`: last day on which it counts
  std::string condition{};  ///< cleared only: what the student still owes
  std::string amount{};     ///< `12.50`: what the office found owing
  std::string at{};         ///< a day or time: when it was registered; the machine's owner only, others now
};

/// What would happen, or happened, to a row.
enum class Verdict {
  WillClear,
  WillChange,
  Added,
  Changed,
  Unchanged,
  Removed,
  Absent,  // good
  AlreadyClear,
  WaitsForRoster,  // accepted, worth telling
  DoesNotApply,
  NotYours,
  EarlierItemOpen,
  NotYetOpen,
  UnknownStudent,
  Repeated,
  DocumentCollected,
  Invalid,  // refused
};
bool isGood(Verdict verdict);
std::string_view word(Verdict verdict);  ///< `will_clear`
model::LocalizedText title(Verdict verdict);

struct RowReport {
  std::size_t row = 0;
  std::string student_no, name;
  Verdict verdict = Verdict::Invalid;
  model::Message reason;                ///< why, for refused rows; what changes, for changed ones
  std::string field{};                  ///< the field of the row that the reason is about, "" for the row
  std::vector<CellChange> changes{};    ///< of a changed row of a roster
  std::vector<Suspicion> suspicions{};  ///< of a row of a roster
};
struct BatchReport {
  std::vector<RowReport> rows;
  /// What is there and in no row, by number: `Removed`, or `Absent` where it stays. Not counted as good.
  std::vector<RowReport> absent{};
  bool over_half = false;    ///< of a roster: taking the absent off would take off more than half
  bool after_final = false;  ///< of a roster: it was declared final, changes need a reason
  std::size_t good = 0, refused = 0;
  bool applied = false;  ///< false: a dry run, or refused rows kept it from being applied
};

/// The edition that is active now.
struct Activated {
  std::string edition, digest;
  std::int64_t activation = 0;
  std::string before;    ///< digest of the one that was active; "" for none
  bool changed = false;  ///< false: these very files were active already
};

/// The one way in. Every command checks who acts, decides inside one transaction, journals in it and wakes
/// the board. Thread-safe. Refusals are values; faults (database gone) are exceptions.
class Commands {
 public:
  explicit Commands(const Engine& engine);
  ~Commands();

  enum class Run { Dry, Apply };

  /// A provider's part of the roster; all rows or none. Correcting import: same number, new values. Nobody
  /// who collected a document is taken off. What the terms lack is a refusal only when it is applied.
  Outcome<BatchReport> importRoster(const Actor& actor, const std::vector<RosterRow>& rows, Run run,
                                    const RosterTerms& terms = {});
  /// Facts as a person or file delivers them; all rows or none.
  Outcome<BatchReport> importFacts(const Actor& actor, const std::vector<FactRow>& rows, Run run);
  /// A department's list, whole: replaces what it submitted before. An empty list needs `nobody`. `seen`: the
  /// submission that the person saw (ListDetail::revision); another one by now is a Conflict.
  Outcome<BatchReport> submitList(const Actor& actor, const std::string& list,
                                  const std::vector<ListRow>& rows, bool nobody, Run run,
                                  std::optional<std::int64_t> seen = std::nullopt);
  /// Many registrations as one transaction: refused rows stop the whole, unless `only_good`.
  Outcome<BatchReport> registerResults(const Actor& actor, const std::vector<RegistrationRow>& rows,
                                       bool only_good, Run run);
  /// One registration from a page. Where the item is registered for all who share a value, it counts for them
  /// all. `seen`: the revision of the registration the person saw, 0 for none;
  /// another revision in the database is a Conflict that tells the present state.
  Outcome<Done> registerResult(const Actor& actor, const RegistrationRow& row, std::int64_t seen);
  /// Takes a registration back. Needs a reason; refused after a document was collected.
  Outcome<Done> revokeRegistration(const Actor& actor, const std::string& student_no, const std::string& item,
                                   const std::string& reason, std::int64_t seen);
  /// Takes the actor's own last registration back at once: what stood before it stands again. `seen`: its
  /// revision. Refused after a document was collected.
  Outcome<Done> undoRegistration(const Actor& actor, const std::string& student_no, const std::string& item,
                                 std::int64_t seen);
  /// The words a student gave for each fact that an item asks to declare, as written; one but for facts with
  /// several.
  using DeclaredWords = std::map<std::string, std::vector<std::string>>;
  /// The student's own declaration on an item of mode declaration. What a department must confirm waits for
  /// it; a refusal names the fact as its field.
  Outcome<Done> declare(const Actor& actor, const std::string& item, const DeclaredWords& words = {});
  /// Makes a fact of what was declared, or sends it back with a reason that the student sees. `seen`: the
  /// revision of the declaration the person saw; a Conflict when it is another by now.
  Outcome<Done> confirmDeclaration(const Actor& actor, const std::string& student_no, const std::string& fact,
                                   std::int64_t seen);
  Outcome<Done> rejectDeclaration(const Actor& actor, const std::string& student_no, const std::string& fact,
                                  const std::string& reason, std::int64_t seen);
  /// Hands a document over: decided afresh inside the transaction, refused with the items in the way.
  Outcome<Done> collectDocument(const Actor& actor, const std::string& student_no,
                                const std::string& document, const std::string& proxy,
                                const std::string& remark);
  /// Loads, tests and activates a year; refused with the first diagnostics when there is a finding. `base`:
  /// the digest of the edition that the files were made from; another one active by now is a Conflict.
  Outcome<Activated> activate(const Actor& actor, const std::vector<workflow::SourceFile>& files,
                              const std::optional<std::string>& base = std::nullopt);

  /// A complete answer of one connector: `facts` for students it knows; `unknown_students` lose what it
  /// delivered.
  struct Delivery {
    std::string source;
    std::vector<std::string> fact_names;  ///< all that the source delivers
    struct Row {
      std::string student_no, fact;
      model::Value value;
    };
    std::vector<Row> facts;
    std::vector<std::string> unknown_students;
    model::Instant as_of{};
  };
  /// Applies it whole; refuses a fact that the edition does not declare or a value of another type.
  Outcome<BatchReport> recordDelivery(Delivery delivery);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lixiao::service
