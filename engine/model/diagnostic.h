#pragma once

#include <string>
#include <vector>

namespace lixiao::model {

/// A place in a text an admin wrote. Line and column count from 1, the column in code points; 0 means the
/// whole file.
struct Place {
  std::string file;
  int line = 0;
  int column = 0;

  auto operator<=>(const Place&) const = default;  // NOLINT(modernize-use-nullptr): its false alarm
};

enum class Severity { Error, Warning, Hint };

/// One finding about what an admin wrote. Collected, never thrown.
struct Diagnostic {
  Severity severity = Severity::Error;
  std::string code;  ///< stable, listed in docs/diagnostics.md: `unknown-value`
  Place place;
  int length = 1;           ///< code points under the caret
  std::string message;      ///< one sentence without a full stop
  std::string hint;         ///< beside the caret: `did you mean "postgraduate"?`
  std::string source_line;  ///< the line as written, "" when there is none
  struct Related {
    Place place;
    std::string message;  ///< `first given here`
    std::string source_line;
  };
  std::vector<Related> related;
};

/// The form of docs/diagnostics.md: place, severity, code and message; the line; the caret with its hint.
/// Wide characters count two columns under the caret. Ends with a newline.
std::string format(const Diagnostic& diagnostic);
/// By file, line, column, code; removes exact repetitions.
void sortByPlace(std::vector<Diagnostic>& diagnostics);
bool hasErrors(const std::vector<Diagnostic>& diagnostics);

}  // namespace lixiao::model
