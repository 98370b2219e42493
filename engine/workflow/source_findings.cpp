#include "engine/workflow/source_findings.h"

#include <algorithm>

#include "engine/model/text.h"
#include "engine/workflow/source_allow.h"

namespace lixiao::workflow {
namespace {

constexpr std::size_t kMostOfOneFile = 500;
constexpr std::size_t kLongestShownLine = 400;

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

/// The line with U+FFFD for each byte that is no text and each control character but the tab.
std::string printable(std::string_view line) {
  std::string shown;
  for (std::size_t at = 0; at < line.size();) {
    std::size_t length = 1;
    while (length <= 4 && at + length <= line.size() && !model::isUtf8(line.substr(at, length))) ++length;
    const bool text = length <= 4 && at + length <= line.size();
    const auto byte = static_cast<unsigned char>(line[at]);
    const bool control = (byte < 0x20 && byte != '\t') || byte == 0x7F;
    shown += text && !control ? line.substr(at, length) : kReplacement;
    at += text ? length : 1;
  }
  return shown;
}

std::string shownLine(const Source& source, std::size_t offset) {
  const std::string_view line = source.lineAt(offset);
  return line.size() > kLongestShownLine ? std::string() : printable(line);
}

/// Code points of the span that stand on its first line.
int shownLength(const Span& span) {
  const std::size_t begin = std::min(span.begin, span.source->text().size());
  const std::string_view line = span.source->lineAt(begin);
  const std::size_t from = begin - span.source->lineStart(begin);
  if (from >= line.size()) return 1;
  const std::string_view marked = line.substr(from, std::min(span.length, line.size() - from));
  return static_cast<int>(std::max<std::size_t>(1, model::codePoints(marked)));
}

}  // namespace

void Findings::add(model::Severity severity, const Span& span, std::string code, std::string message,
                   std::string hint) {
  std::size_t& count = counts_[span.source];
  if (++count > kMostOfOneFile) return;
  model::Diagnostic found;
  found.severity = severity;
  found.code = std::move(code);
  found.place = span.source->place(span.begin);
  found.length = shownLength(span);
  found.message = std::move(message);
  found.hint = std::move(hint);
  found.source_line = shownLine(*span.source, std::min(span.begin, span.source->text().size()));
  found_.push_back(std::move(found));
  if (count == kMostOfOneFile)
    fileError(
        span.source->path(), "too-many",
        "more than " + std::to_string(kMostOfOneFile) + " findings in this file, the others are not shown");
}

void Findings::error(const Span& span, std::string code, std::string message, std::string hint) {
  add(model::Severity::Error, span, std::move(code), std::move(message), std::move(hint));
}

void Findings::warning(const Span& span, std::string code, std::string message, std::string hint) {
  if (isAllowed(*span.source, span.begin, code)) return;
  add(model::Severity::Warning, span, std::move(code), std::move(message), std::move(hint));
}

void Findings::conflict(const Span& span, const Span& other, std::string code, std::string message,
                        std::string about_other) {
  if (full(*span.source)) return;
  add(model::Severity::Error, span, std::move(code), std::move(message), {});
  const auto own = std::find_if(found_.rbegin(), found_.rend(),
                                [](const model::Diagnostic& d) { return d.place.line > 0; });
  own->related.push_back(
      {other.source->place(other.begin), std::move(about_other), shownLine(*other.source, other.begin)});
}

void Findings::fileError(const std::string& path, std::string code, std::string message, std::string hint) {
  model::Diagnostic found;
  found.code = std::move(code);
  found.place.file = path;
  found.message = std::move(message);
  found.hint = std::move(hint);
  found_.push_back(std::move(found));
}

bool Findings::full(const Source& source) const {
  const auto count = counts_.find(&source);
  return count != counts_.end() && count->second >= kMostOfOneFile;
}

std::vector<model::Diagnostic> Findings::take() {
  model::sortByPlace(found_);
  return std::move(found_);
}

std::string didYouMean(std::string_view word, const std::vector<std::string>& candidates) {
  const std::string nearest = model::nearestWord(word, candidates);
  return nearest.empty() ? std::string() : "did you mean \"" + nearest + "\"?";
}

std::string oneOf(const std::vector<std::string>& words) {
  std::string text = "one of";
  for (std::size_t i = 0; i < words.size(); ++i) text += (i == 0 ? " " : ", ") + words[i];
  return text;
}

std::string quoted(std::string_view text) {
  constexpr std::size_t kLongest = 60;
  std::string shown;
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool starts = (static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U;
    if (starts && ++count > kLongest) return '"' + shown + "…\"";
    const bool control = static_cast<unsigned char>(text[i]) < 0x20U || text[i] == 0x7F;
    shown += control ? ' ' : text[i];
  }
  return '"' + shown + '"';
}

}  // namespace lixiao::workflow
