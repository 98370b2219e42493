#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "connectors/sources/json_answer.h"
#include "connectors/sources/records.h"

namespace lixiao::connectors {

/// The answer to one question, which may come in several pages. Throws FetchError (malformed).
class JsonListing {
 public:
  /// `asked`: the students the question named; empty when it asked for all there are. All must outlive this.
  JsonListing(const JsonShape& shape, RecordCollector& collector, const std::vector<std::string>& asked);

  /// Takes a page and gives what names the next; empty after the last. `first_page`: pages are asked for by
  /// number from this one on, until one is empty or as many rows came as there are.
  std::optional<std::string> add(const nlohmann::json& answer, std::optional<std::int64_t> first_page);
  /// How many rows came.
  std::size_t rows() const { return rows_; }
  /// Everyone asked must have been answered, and all rows must have come.
  void finish() const;
  Records dated(Records records) const;

 private:
  void checkHead(const nlohmann::json& answer);
  std::size_t addRows(const nlohmann::json& answer);
  void addRow(const nlohmann::json& row);
  void addUnknown(const nlohmann::json& answer);
  void answered(const std::string& student_no);
  std::optional<std::string> namedNext(const nlohmann::json& answer);

  const JsonShape& shape_;
  RecordCollector& collector_;
  const std::vector<std::string>& asked_;
  std::unordered_set<std::string> unanswered_;
  std::optional<model::Instant> as_of_;
  std::optional<std::string> total_;
  std::unordered_set<std::string> named_pages_;
  std::optional<nlohmann::json> only_page_;  ///< the first page's rows when they are as many as there are
  std::int64_t pages_ = 0;
  std::size_t rows_ = 0;
};

}  // namespace lixiao::connectors
