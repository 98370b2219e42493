#include "engine/service/written.h"

#include <algorithm>
#include <cctype>

#include "engine/model/text.h"
#include "engine/service/texts.h"
#include "engine/tabular/clean.h"

namespace lixiao::service {
namespace {

using model::LocalizedText;
using model::Message;

constexpr std::size_t kMaxNumber = 40;

/// Controls, and marks that change how the text around them reads.
bool showsPlainly(std::string_view text, bool many_lines) {
  if (!model::isUtf8(text)) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (many_lines && (byte == '\n' || byte == '\r' || byte == '\t')) continue;
    if (byte < 0x20 || byte == 0x7F) return false;
    const std::string_view rest = text.substr(i);
    if (byte == 0xC2 && static_cast<unsigned char>(rest[1]) < 0xA0) return false;  // C1 controls
    if (rest.starts_with("\u2028") || rest.starts_with("\u2029") || rest.starts_with("\uFEFF")) return false;
    if (rest >= "\u202A" && rest.substr(0, 3) <= "\u202E") return false;  // overrides of direction
    if (rest >= "\u2066" && rest.substr(0, 3) <= "\u2069") return false;
  }
  return true;
}

std::optional<Message> wrongText(std::string_view text, std::size_t max_code_points, bool many_lines) {
  if (!showsPlainly(text, many_lines)) return Message{text::kTextUnreadable, {}};
  if (model::codePoints(text) > max_code_points)
    return Message{text::kTextTooLong, {LocalizedText(std::to_string(max_code_points))}};
  return std::nullopt;
}

/// ASCII signs that print, and Chinese characters; full-width digits are neither.
bool isNumberText(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte > 0x20 && byte < 0x7F) continue;
    const std::string_view character = text.substr(i, 3);
    if (character < "\u4E00" || character > "\u9FFF") return false;
    i += 2;
  }
  return true;
}

}  // namespace

std::optional<Message> wrongNumber(std::string_view student_no) {
  if (tabular::trim(student_no).empty()) return Message{text::kNumberMissing, {}};
  if (tabular::isRoundedNumber(student_no)) return Message{text::kNumberRounded, {}};
  if (!model::isUtf8(student_no) || model::codePoints(student_no) > kMaxNumber || !isNumberText(student_no))
    return Message{text::kNumberShape, {}};
  return std::nullopt;
}

std::optional<Message> wrongName(std::string_view name) {
  if (tabular::trim(name).empty()) return Message{text::kNameMissing, {}};
  return wrongText(name, kMaxName, false);
}

std::optional<Message> wrongRemark(std::string_view remark) {
  return wrongText(remark, kMaxRemark, true);
}

std::optional<Message> wrongCell(std::string_view text, std::size_t max_code_points) {
  return wrongText(text, max_code_points, false);
}

std::optional<Message> wrongLines(std::string_view text, std::size_t max_code_points) {
  return wrongText(text, max_code_points, true);
}

std::optional<Message> wrongRowCount(std::size_t rows) {
  if (rows == 0) return Message{text::kNoRows, {}};
  if (rows > kMaxRows) return Message{text::kTooManyRows, {LocalizedText(std::to_string(kMaxRows))}};
  return std::nullopt;
}

Message notAValue(const LocalizedText& title, const rules::Type& type, std::string_view text) {
  const LocalizedText written{std::string(text)};
  const std::string near = type.words ? model::nearestWord(text, *type.words) : std::string();
  if (near.empty()) return {text::kNotAValue, {title, written}};
  return {text::kNotAValueHint, {title, written, LocalizedText(near)}};
}

Message noSuch(const char* text, const char* text_with_hint, std::string_view id,
               const std::vector<std::string>& known) {
  const std::string near = model::nearestWord(id, known);
  const LocalizedText written{std::string(id)};
  if (near.empty()) return {text, {written}};
  return {text_with_hint, {written, LocalizedText(near)}};
}

}  // namespace lixiao::service
