#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "connectors/transport/encoding.h"

namespace lixiao::connectors {

/// Four upper-case hexadecimal digits: the two's complement of the sum of `bytes`, which end with `AZ`.
std::string sip2Checksum(std::string_view bytes);

/// A message to send, carriage return included. `body` is code, fixed fields and fields, in the encoding of
/// the wire.
std::string sip2Frame(std::string_view body, unsigned sequence, bool error_detection);

/// A message as it came, decoded to UTF-8.
struct Sip2Message {
  std::string code;                                         ///< `64`
  std::string fixed;                                        ///< the fixed fields after it
  std::vector<std::pair<std::string, std::string>> fields;  ///< in order; a field may repeat
  std::string line;                                         ///< all of it, without its trailer

  /// The value without blanks at its ends; nullptr when the field is missing. Throws FetchError (malformed)
  /// when it stands there twice.
  std::optional<std::string> only(std::string_view id) const;
};

/// The code of `line`, which has no carriage return; "" when it is too short.
std::string_view sip2Code(std::string_view line);

/// Reads `line`: checks checksum and sequence number (when `error_detection`; otherwise they are left out
/// where they stand), decodes, then splits: in GB18030 the second byte of a character may be `|`. Throws
/// FetchError (malformed) with the line.
Sip2Message parseSip2(std::string_view line, std::size_t fixed_length, unsigned sequence,
                      bool error_detection, Encoding encoding);

}  // namespace lixiao::connectors
