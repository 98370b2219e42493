#include "connectors/transport/sip2_message.h"

#include <cstdint>

#include "connectors/transport/fetch_error.h"

namespace lixiao::connectors {
namespace {

/// `AYnAZcccc`
constexpr std::size_t kTrailerBytes = 9;

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return "";
  return std::string(text.substr(first, text.find_last_not_of(' ') - first + 1));
}

std::string_view trailerOf(std::string_view line) {
  if (line.size() < kTrailerBytes) return "";
  const std::string_view trailer = line.substr(line.size() - kTrailerBytes);
  return trailer.starts_with("AY") && trailer.substr(3, 2) == "AZ" ? trailer : "";
}

/// The line without its trailer.
std::string_view checked(std::string_view line, unsigned sequence) {
  if (line.size() < kTrailerBytes) malformed("an answer that is too short");
  const std::string_view trailer = trailerOf(line);
  if (trailer.empty()) malformed("an answer without checksum");
  if (sip2Checksum(line.substr(0, line.size() - 4)) != trailer.substr(5))
    malformed("an answer with a wrong checksum");
  if (trailer[2] != static_cast<char>('0' + sequence)) malformed("an answer to another question");
  return line.substr(0, line.size() - kTrailerBytes);
}

/// Some servers send one though nobody asked for it.
std::string_view withoutTrailer(std::string_view line) {
  return line.substr(0, line.size() - trailerOf(line).size());
}

std::vector<std::pair<std::string, std::string>> split(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> fields;
  while (!text.empty()) {
    const std::size_t end = text.find('|');
    if (end == std::string_view::npos || end < 2) malformed("an answer whose fields are cut");
    fields.emplace_back(text.substr(0, 2), text.substr(2, end - 2));
    text.remove_prefix(end + 1);
  }
  return fields;
}

}  // namespace

std::string sip2Checksum(std::string_view bytes) {
  std::uint32_t sum = 0;
  for (unsigned char byte : bytes) sum += byte;
  const std::uint32_t complement = (~sum + 1) & 0xFFFF;
  std::string digits;
  for (int shift = 12; shift >= 0; shift -= 4) digits += "0123456789ABCDEF"[(complement >> shift) & 0xF];
  return digits;
}

std::string sip2Frame(std::string_view body, unsigned sequence, bool error_detection) {
  std::string message(body);
  if (error_detection) {
    message += "AY" + std::to_string(sequence) + "AZ";
    message += sip2Checksum(message);
  }
  return message + "\r";
}

std::optional<std::string> Sip2Message::only(std::string_view id) const {
  std::optional<std::string> found;
  for (const auto& [field, value] : fields) {
    if (field != id) continue;
    if (found) malformed("an answer with the field " + field + " twice");
    found = trimmed(value);
  }
  return found;
}

std::string_view sip2Code(std::string_view line) {
  return line.size() < 2 ? std::string_view() : line.substr(0, 2);
}

Sip2Message parseSip2(std::string_view line, std::size_t fixed_length, unsigned sequence,
                      bool error_detection, Encoding encoding) {
  Sip2Message message;
  readAnswer(decode(line, encoding).value_or(std::string(line)), [&] {
    const auto body = error_detection ? checked(line, sequence) : withoutTrailer(line);
    const auto text = decode(body, encoding);
    if (!text) malformed("an answer that is not in the encoding the settings name");
    if (text->size() < 2 + fixed_length) malformed("an answer that is too short");
    message = {text->substr(0, 2), text->substr(2, fixed_length),
               split(std::string_view(*text).substr(2 + fixed_length)), *text};
  });
  return message;
}

}  // namespace lixiao::connectors
