#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/model/status.h"
#include "engine/store/activation.h"
#include "engine/store/collection.h"
#include "engine/store/declaration.h"
#include "engine/store/fact.h"
#include "engine/store/journal_search.h"
#include "engine/store/registration.h"
#include "engine/store/shared_registration.h"
#include "engine/store/student.h"
#include "engine/store/student_list.h"
#include "engine/workflow/workflow.h"

namespace lixiao::service {

/// The editions of the journal, compiled when they are asked for. NOT thread-safe.
class PastEditions {
 public:
  PastEditions(store::Reader& reader, model::Instant until);

  /// The last one before `until`; nullptr when there was none.
  std::shared_ptr<const workflow::Workflow> active();
  /// Under which an entry was written.
  std::shared_ptr<const workflow::Workflow> at(std::int64_t seq);
  std::optional<store::Activation> activation() const;

 private:
  std::shared_ptr<const workflow::Workflow> compiled(std::int64_t activation);

  store::Reader& reader_;
  std::map<std::int64_t, std::int64_t> activation_of_seq_;
  std::map<std::int64_t, std::shared_ptr<const workflow::Workflow>> compiled_;  // by activation
};

/// What the tables held of some students at a moment, put together from the journal alone. NOT thread-safe;
/// lives no longer than its reader.
class PastTables {
 public:
  /// As after the last entry before `until`.
  PastTables(store::Reader& reader, model::Instant until);

  PastEditions& editions() { return editions_; }

  /// Takes in all entries about the student; once each.
  void add(const std::string& student_no);
  bool has(const std::string& student_no) const { return students_.count(student_no) > 0; }
  std::size_t size() const { return students_.size(); }
  /// Empty when the student was not on the roster.
  const store::Student* student(const std::string& student_no) const;
  /// Everybody who has or ever had another value of the attribute than now, beside those who have it now.
  std::vector<std::string> whoMayShare(const std::string& attribute, const std::string& value) const;

  /// Lists, facts' times and registrations on a value, for all that were added; then nothing more is added.
  void finish();
  /// Into the tables of another database, empty so far.
  void write(store::Transaction& transaction);
  const std::vector<model::Message>& untold() const { return untold_; }

 private:
  struct PastFact {
    model::Fact held;
    std::int64_t seq = 0;  ///< of the entry that gave the value
  };
  struct Rows {
    std::optional<store::Student> student;
    std::map<std::string, PastFact> facts;
    std::map<std::string, store::RegistrationRow> registrations;  // by item
    std::map<std::string, store::Declaration> declarations;       // by fact
    std::map<std::string, store::Collection> collections;         // by document
    std::vector<store::JournalEntry> rejections;
  };
  struct PastList {
    store::ListSubmission submission;
    std::map<std::string, store::ListMember> members;
  };

  void take(Rows& rows, const store::JournalRecord& record);
  void takeStudent(Rows& rows, const store::JournalRecord& record);
  void takeFact(Rows& rows, const store::JournalRecord& record);
  void takeRegistration(Rows& rows, const store::JournalRecord& record);
  void takeDeclaration(Rows& rows, const store::JournalRecord& record);
  void setFact(Rows& rows, const std::string& fact, const std::string& text,
               const store::JournalRecord& record, std::optional<model::Instant> as_of,
               std::optional<model::Instant> since);
  void takeLists();
  void takeList(const store::JournalRecord& record);
  void takeConfirmations();
  void takeShared();
  void takeShared(const std::string& item, const std::string& value);
  std::vector<store::JournalRecord> entries(const store::JournalFilter& filter) const;
  void untold(const char* text, const std::string& about);

  store::Reader& reader_;
  model::Instant until_;
  PastEditions editions_;
  std::map<std::string, Rows> students_;
  std::map<std::string, PastList> lists_;
  std::map<std::pair<std::string, std::string>, store::SharedRegistrationRow> shared_;  // by item and value
  std::vector<model::Message> untold_;
};

}  // namespace lixiao::service
