#pragma once

#include <string>

#include "connectors/settings.h"
#include "connectors/transport/patience.h"

namespace lixiao::connectors {

inline constexpr std::size_t kMaxAnswerBytes = 16u << 20;

struct HttpSource {
  Url url;
  std::string bearer;  ///< "": none
  std::chrono::milliseconds connect_timeout{};
  std::chrono::milliseconds answer_timeout{};  ///< for the whole of one answer
};

/// The body of the answer to one POST. A connection of its own, no redirects, nothing but status 200 with
/// application/json and at most kMaxAnswerBytes. Throws FetchError or Poco's network exceptions.
std::string postJson(const HttpSource& source, const std::string& question, Patience& patience);

}  // namespace lixiao::connectors
