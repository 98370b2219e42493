#include "web/http/head.h"

#include <algorithm>
#include <charconv>

namespace lixiao::web::http {

namespace {

bool isTokenCharacter(char c) {
  const bool alphanumeric = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return alphanumeric || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool isToken(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), isTokenCharacter);
}

bool isVisible(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

bool isFieldText(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == '\t' || (byte >= 0x20 && byte != 0x7f);
  });
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return result;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// 0 when the line is a request line of ours, else the status that refuses it.
int readRequestLine(std::string_view line, Head& head) {
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return 400;
  head.method = line.substr(0, first);
  head.target = line.substr(first + 1, last - first - 1);
  const std::string_view version = line.substr(last + 1);
  if (!isToken(head.method) || !isVisible(head.target) || version.substr(0, 5) != "HTTP/") return 400;
  if (version != "HTTP/1.1" && version != "HTTP/1.0") return 505;
  head.http11 = version == "HTTP/1.1";
  if (head.target.empty() || head.target.front() != '/') return 400;
  return head.target.find('#') == std::string::npos ? 0 : 400;
}

int readField(std::string_view line, Head& head) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || !isToken(line.substr(0, colon))) return 400;
  const std::string_view value = trimmed(line.substr(colon + 1));
  if (!isFieldText(value)) return 400;
  head.headers.emplace_back(lower(line.substr(0, colon)), value);
  return 0;
}

/// 0, or the status that refuses what the head says about the length of the body.
int readFraming(Head& head) {
  const auto count = [&](std::string_view name) {
    return std::count_if(head.headers.begin(), head.headers.end(),
                         [&](const auto& h) { return h.first == name; });
  };
  if (count("host") > 1 || (head.http11 && count("host") == 0)) return 400;
  if (count("content-length") > 1 || count("transfer-encoding") > 1) return 400;
  if (head.hasHeader("content-length")) {
    const std::string_view text = head.header("content-length");
    std::size_t length = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return 400;
    head.length = length;
  }
  if (!head.hasHeader("transfer-encoding")) return 0;
  if (head.length || !head.http11) return 400;
  if (lower(head.header("transfer-encoding")) != "chunked") return 501;
  head.chunked = true;
  return 0;
}

}  // namespace

std::variant<Head, Malformed> parseHead(std::string_view bytes, const Limits& limits) {
  Head head;
  bool first = true;
  while (true) {
    const std::size_t end = bytes.find("\r\n");
    if (end == std::string_view::npos) return Malformed{400};
    const std::string_view line = bytes.substr(0, end);
    bytes.remove_prefix(end + 2);
    if (line.empty() && !first) break;
    if (head.headers.size() >= limits.headers) return Malformed{431};
    const int refused = first ? readRequestLine(line, head) : readField(line, head);
    if (refused != 0) return Malformed{refused};
    first = false;
  }
  const int refused = bytes.empty() ? readFraming(head) : 400;
  if (refused != 0) return Malformed{refused};
  return head;
}

}  // namespace lixiao::web::http
