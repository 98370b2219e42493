#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/service/queries.h"

namespace lixiao::service {

/// What an entry of the journal changed.
struct RecordChange {
  model::LocalizedText what;           ///< a field; empty: the subject of the entry itself
  model::LocalizedText before, after;  ///< empty: nothing was there
};
/// An entry of the journal in words.
struct RecordLine {
  std::int64_t seq = 0;
  model::Instant at{};
  std::string kind;              ///< a word of journal_kind.h
  std::string actor;             ///< login, or the connector's name; "" where a person is not told
  std::string person;            ///< the account's name, else the login
  model::LocalizedText office;   ///< the department for which it was done; empty when none is known
  std::string student_no, name;  ///< the name as it is now
  std::string item;
  model::LocalizedText subject;  ///< title of the item, document, list or fact
  std::vector<RecordChange> changes;
  std::string reason;  ///< remark or reason, as written
  std::string payload, previous, hash;
};
struct RecordSearch {
  std::string student_no, person, item, kind;  ///< "" for any; person: a login or part of a name
  std::optional<model::Date> from, to;         ///< days in the edition's zone, both included
  std::string text;                            ///< what a remark, reason or condition holds
  std::int64_t before_seq = 0;                 ///< 0: the newest
  std::size_t limit = 50;                      ///< at most 200
};
struct RecordPage {
  std::vector<RecordLine> lines;  ///< newest first
  std::int64_t next_before = 0;   ///< where the next page begins; 0: there is none
};

/// A student as everything stood at a moment.
struct PastStudent {
  StudentView student;
  std::string edition, digest;
  model::Instant at{};
  workflow::TimeZone time_zone;
  std::vector<model::Message>
      untold;  ///< what older entries of the journal do not tell; it counts as unknown
};

/// The journal for people: searched, told in words, handed out with its chain, and played back. Admins and
/// auditors see all of it; staff what concerns the items, documents, lists and students of their department;
/// students what happened to them. Thread-safe.
class History {
 public:
  explicit History(const Engine& engine);
  ~History();

  Outcome<RecordPage> search(const Actor& actor, const RecordSearch& search) const;
  /// All that is found, newest first, in blocks; at most kMostExported entries.
  Outcome<std::vector<RecordLine>> all(const Actor& actor, const RecordSearch& search) const;
  static constexpr std::size_t kMostExported = 100'000;
  /// The journal from its first entry on, as lines of JSON with hash and previous: what `verify --journal`
  /// checks. Admins and auditors.
  Outcome<Done> journalLines(const Actor& actor, const std::function<void(const std::string&)>& line) const;

  /// The student's page at a moment, or at the end of a day, decided by the edition that was active then over
  /// what the journal says. Staff, admins and auditors who see the student now.
  Outcome<PastStudent> at(const Actor& actor, const std::string& student_no, model::Instant moment) const;
  Outcome<PastStudent> on(const Actor& actor, const std::string& student_no, model::Date day) const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lixiao::service
