#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/date.h"
#include "engine/store/database.h"

namespace lixiao::store {

/// That a list was handed in; an empty list counts.
struct ListSubmission {
  std::string list;
  model::Instant at{};
  std::string by;
  std::int64_t rows = 0;

  bool operator==(const ListSubmission&) const = default;
};
struct ListMember {
  std::string student_no;
  std::string name;
  std::string remark;

  bool operator==(const ListMember&) const = default;
};

struct ListChanges {
  bool first = false;  ///< the list had not been submitted before: it concerns every student
  std::vector<std::string> added;
  std::vector<std::string> removed;
  std::vector<std::string> changed;  ///< name or remark differs
};
/// Replaces the whole list. A number twice in `members`: std::invalid_argument, nothing written.
ListChanges submitList(Transaction& transaction, const std::string& list, std::vector<ListMember> members,
                       model::Instant at, const std::string& by);

/// Empty when it was never submitted.
std::optional<ListSubmission> listSubmission(Reader& reader, const std::string& list);
std::vector<ListSubmission> listSubmissions(Reader& reader);
/// By ascending number.
std::vector<ListMember> listMembers(Reader& reader, const std::string& list);
/// Those of them who are not on the roster, by ascending number.
std::vector<ListMember> absentMembers(Reader& reader, const std::string& list);
struct Listing {
  std::string list;
  ListMember member;

  bool operator==(const Listing&) const = default;
};
/// The lists on which a student stands.
std::vector<Listing> listingsOf(Reader& reader, const std::string& student_no);

}  // namespace lixiao::store
