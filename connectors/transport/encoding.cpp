#include "connectors/transport/encoding.h"

#include <iconv.h>

#include <cerrno>
#include <stdexcept>

#include "engine/model/text.h"

namespace lixiao::connectors {
namespace {

constexpr std::size_t kMaxGrowth = 4;  // bytes of the result for each byte of the text, at most

std::optional<std::string> convert(std::string_view text, const char* from, const char* to) {
  iconv_t converter = iconv_open(to, from);
  if (converter == reinterpret_cast<iconv_t>(-1))
    throw std::runtime_error("this system cannot convert GB18030");
  std::string result(text.size() * kMaxGrowth + 4, '\0');
  std::string input(text);
  char* in = input.data();
  char* out = result.data();
  std::size_t in_left = input.size();
  std::size_t out_left = result.size();
  const std::size_t irreversible = iconv(converter, &in, &in_left, &out, &out_left);
  iconv_close(converter);
  if (irreversible != 0 || in_left != 0) return std::nullopt;
  result.resize(result.size() - out_left);
  return result;
}

}  // namespace

std::optional<std::string> decode(std::string_view bytes, Encoding encoding) {
  if (encoding == Encoding::Gb18030) return convert(bytes, "GB18030", "UTF-8");
  if (!model::isUtf8(bytes)) return std::nullopt;
  return std::string(bytes);
}

std::optional<std::string> encode(std::string_view utf8, Encoding encoding) {
  if (!model::isUtf8(utf8)) return std::nullopt;
  return encoding == Encoding::Gb18030 ? convert(utf8, "UTF-8", "GB18030") : std::string(utf8);
}

}  // namespace lixiao::connectors
