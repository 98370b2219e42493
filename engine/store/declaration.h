#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/value.h"
#include "engine/store/database.h"

namespace lixiao::store {

/// What a student declared and nobody has confirmed yet. Once confirmed it is a fact.
struct Declaration {
  std::string student_no;
  std::string fact;
  model::Value value;
  model::Instant at{};
  std::int64_t revision = 0;  ///< given by putDeclaration, never used twice

  bool operator==(const Declaration&) const = default;
};

/// Adds or replaces; returns the revision.
std::int64_t putDeclaration(Transaction& transaction, const Declaration& declaration);
/// Returns what was taken away, empty when there was none.
std::optional<Declaration> removeDeclaration(Transaction& transaction, const std::string& student_no,
                                             const std::string& fact);

std::optional<Declaration> findDeclaration(Reader& reader, const std::string& student_no,
                                           const std::string& fact);
/// By fact.
std::vector<Declaration> declarationsOf(Reader& reader, const std::string& student_no);
/// All of one fact, by number.
std::vector<Declaration> declarations(Reader& reader, const std::string& fact);

}  // namespace lixiao::store
