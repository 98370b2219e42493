#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/date.h"
#include "engine/model/status.h"
#include "engine/service/actor.h"
#include "engine/service/engine.h"
#include "engine/service/outcome.h"

namespace lixiao::service {

/// A batch of documents to be printed.
struct PrintBatchLine {
  std::int64_t id = 0, number = 0;
  std::string document;
  model::LocalizedText title;
  model::Date cut_off;
  model::LocalizedText grouped_by;  ///< empty: by nothing
  model::Instant at{};
  std::string by;
  std::int64_t students = 0;
};
struct PrintLine {
  std::int64_t position = 0;
  std::string student_no, name, destination, college, class_code;
};
struct PrintBatchView {
  PrintBatchLine line;
  std::vector<PrintLine> rows;
};

/// What a batch is made of.
struct PrintOrder {
  std::string document;
  model::Date cut_off;     ///< who was ready at the end of this day
  std::string grouped_by;  ///< an attribute or fact, "" for none
};
struct PrintPreview {
  struct Group {
    std::string destination;  ///< "" where it is not known
    std::size_t students = 0;
  };
  std::vector<Group> groups;
  std::size_t students = 0;
};
/// A document's batches, and who is in none though the last cut-off is past.
struct PrintOverview {
  struct Choice {
    std::string id;  ///< of an attribute or fact
    model::LocalizedText title;
  };
  std::string document;
  model::LocalizedText title;
  std::vector<PrintBatchLine> batches;  ///< the oldest first
  std::vector<Choice> choices;          ///< by what a batch can be grouped
  std::string usual;                    ///< by what it is when nobody chooses
  std::vector<PrintLine> late;          ///< by number, at most 500
  std::size_t all_late = 0;
};

/// Print batches of documents: who is in one is frozen when it is made. Ready for a batch is to whom the
/// document applies, for whom every fact that the document's own rules ask for is known, holds where it is a
/// yes or no, and was so by the end of the cut-off day, and who is in no batch before. Only the office that
/// hands the document out. Thread-safe.
class Printing {
 public:
  explicit Printing(const Engine& engine);
  ~Printing();

  Outcome<PrintOverview> overview(const Actor& actor, const std::string& document) const;
  Outcome<PrintPreview> preview(const Actor& actor, const PrintOrder& order) const;
  /// `expected`: how many students the preview showed; another number by now is a Conflict.
  Outcome<PrintBatchLine> make(const Actor& actor, const PrintOrder& order, std::size_t expected) const;
  Outcome<PrintBatchView> find(const Actor& actor, std::int64_t id) const;
  /// In which batches the student's documents are. For everybody who may see the student.
  Outcome<std::vector<PrintBatchLine>> of(const Actor& actor, const std::string& student_no) const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lixiao::service
