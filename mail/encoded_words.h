#pragma once

#include <string>

namespace lixiao::mail {

/// A text as a header of a mail carries it (RFC 2047): as it is when it is short and plain ASCII, else UTF-8
/// in encoded words, parted between characters and folded.
std::string encodedWords(const std::string& text);

}  // namespace lixiao::mail
