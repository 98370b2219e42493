#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/diagnostic.h"
#include "engine/workflow/source.h"

namespace lixiao::workflow {

/// Collects what is wrong with the files of an edition. Not thread-safe.
class Findings {
 public:
  void error(const Span& span, std::string code, std::string message, std::string hint = {});
  /// Not told where a comment allows it.
  void warning(const Span& span, std::string code, std::string message, std::string hint = {});
  /// An error that another place is part of.
  void conflict(const Span& span, const Span& other, std::string code, std::string message,
                std::string about_other);
  /// An error of the file as a whole.
  void fileError(const std::string& path, std::string code, std::string message, std::string hint = {});

  /// Whether so much is wrong with the file that looking further helps nobody; more errors of it are dropped.
  bool full(const Source& source) const;
  bool hasErrors() const { return model::hasErrors(found_); }
  /// All of them, sorted by place.
  std::vector<model::Diagnostic> take();

 private:
  void add(model::Severity severity, const Span& span, std::string code, std::string message,
           std::string hint);

  std::vector<model::Diagnostic> found_;
  std::map<const Source*, std::size_t> counts_;
};

/// `did you mean "library"?` or "".
std::string didYouMean(std::string_view word, const std::vector<std::string>& candidates);
/// `one of cleared, refused`.
std::string oneOf(const std::vector<std::string>& words);
/// The text in double quotes, cut when it is long.
std::string quoted(std::string_view text);

}  // namespace lixiao::workflow
