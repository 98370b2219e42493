#include "engine/tabular/encoding.h"

#include <iconv.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <stdexcept>

#include "engine/model/text.h"

namespace lixiao::tabular {
namespace {

using model::LocalizedText;
using model::Message;

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";

class Converter {
 public:
  explicit Converter(const char* from) : handle_(iconv_open("UTF-8", from)) {
    if (reinterpret_cast<std::intptr_t>(handle_) == -1)
      throw std::runtime_error(std::string("this system cannot convert ") + from + " to UTF-8");
  }
  ~Converter() { iconv_close(handle_); }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;

  /// Appends to `out`; returns how many bytes were well-formed.
  std::size_t convert(std::string_view bytes, std::string& out) {
    char* in = const_cast<char*>(bytes.data());  // iconv does not write to its input
    std::size_t left = bytes.size();
    std::string buffer(std::max<std::size_t>(64, bytes.size() + bytes.size() / 2), '\0');
    for (;;) {
      char* to = buffer.data();
      std::size_t room = buffer.size();
      const bool failed = iconv(handle_, &in, &left, &to, &room) == static_cast<std::size_t>(-1);
      out.append(buffer.data(), buffer.size() - room);
      if (!failed || errno != E2BIG) return bytes.size() - left;
    }
  }

 private:
  iconv_t handle_;
};

std::size_t lineOf(std::string_view bytes, std::size_t offset) {
  const auto end = bytes.begin() + static_cast<std::ptrdiff_t>(std::min(offset, bytes.size()));
  return 1 + static_cast<std::size_t>(std::count(bytes.begin(), end, '\n'));
}

/// Bytes are counted from 1, as the lines are.
Decoded refuse(std::string_view bytes, std::size_t offset, const char* text) {
  Decoded decoded;
  decoded.line = lineOf(bytes, offset);
  decoded.problem =
      Message{text, {LocalizedText(std::to_string(offset + 1)), LocalizedText(std::to_string(decoded.line))}};
  return decoded;
}

std::size_t sequenceAt(std::string_view text, std::size_t at) {
  for (std::size_t length = 1; length <= 4 && at + length <= text.size(); ++length)
    if (model::isUtf8(text.substr(at, length))) return length;
  return 0;
}

struct Survey {
  std::size_t wide = 0;    ///< well-formed sequences of three or four bytes: what Chinese text is made of
  std::size_t broken = 0;  ///< bytes that belong to no sequence
  std::size_t first_broken = 0;
};

Survey survey(std::string_view text) {
  Survey result;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = sequenceAt(text, at);
    if (length == 0 && result.broken++ == 0) result.first_broken = at;
    if (length >= 3) ++result.wide;
    at += std::max<std::size_t>(1, length);
  }
  return result;
}

constexpr const char* kDamaged =
    "the file is UTF-8, but byte {0} in line {1} is not: the file was cut off or put together from two "
    "encodings";

Decoded decodeUtf16(std::string_view bytes, Encoding encoding) {
  Converter converter(encoding == Encoding::Utf16LittleEndian ? "UTF-16LE" : "UTF-16BE");
  Decoded decoded;
  decoded.encoding = encoding;
  const std::size_t good = converter.convert(bytes.substr(2), decoded.text);
  const std::size_t line = lineOf(decoded.text, decoded.text.size());
  if (good + 2 == bytes.size()) return decoded;
  decoded.line = line;
  decoded.problem = Message{"byte {0} in line {1} is not UTF-16: the file was cut off or damaged",
                            {LocalizedText(std::to_string(good + 3)), LocalizedText(std::to_string(line))}};
  return decoded;
}

Decoded decodeGb18030(std::string_view bytes) {
  Decoded decoded;
  decoded.encoding = Encoding::Gb18030;
  const std::size_t good = Converter("GB18030").convert(bytes, decoded.text);
  if (good == bytes.size()) return decoded;
  return refuse(bytes, good, "byte {0} in line {1} is neither UTF-8 nor GB18030; save the file as UTF-8");
}

Decoded decodeUnmarked(std::string_view bytes) {
  if (model::isUtf8(bytes)) {
    Decoded decoded;
    decoded.text = bytes;
    return decoded;
  }
  const Survey seen = survey(bytes);
  if (seen.wide > seen.broken) return refuse(bytes, seen.first_broken, kDamaged);
  return decodeGb18030(bytes);
}

}  // namespace

Decoded decodeText(std::string_view bytes) {
  constexpr const char* kZero = "byte {0} in line {1} is zero: this is not a text file, or it is damaged";
  Decoded decoded;
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    const bool little = bytes.starts_with("\xFF\xFE");
    decoded = decodeUtf16(bytes, little ? Encoding::Utf16LittleEndian : Encoding::Utf16BigEndian);
    const std::size_t zero = decoded.text.find('\0');
    if (zero != std::string::npos) return refuse(decoded.text, zero, kZero);
    return decoded;
  }
  const std::size_t zero = bytes.find('\0');
  if (zero != std::string_view::npos) return refuse(bytes, zero, kZero);
  if (!bytes.starts_with(kUtf8Mark)) return decodeUnmarked(bytes);
  if (!model::isUtf8(bytes)) return refuse(bytes, survey(bytes).first_broken, kDamaged);
  decoded.text = bytes.substr(kUtf8Mark.size());
  return decoded;
}

}  // namespace lixiao::tabular
