#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "connectors/settings.h"
#include "engine/model/diagnostic.h"

namespace lixiao::mail {

enum class Security : std::uint8_t { None, StartTls, Tls };

/// The mail server of the house, as the settings name it.
struct Server {
  std::string host;
  std::uint16_t port = 587;
  Security security = Security::StartTls;
  std::string from;               ///< the sender's address
  std::string user;               ///< "" signs in to nothing
  connectors::Settings settings;  ///< the password is read from its file when it is needed
  std::filesystem::path ca_file;  ///< certificates that are trusted beside the system's; "" for none
  std::chrono::milliseconds connect_timeout{10'000}, answer_timeout{60'000};
};

/// The keys of `mail:`; beside the server's: `retry`, `retry_max`, `notice`, `in_trial`.
connectors::Schema schema();
/// All findings, sorted by place.
std::vector<model::Diagnostic> check(const connectors::Settings& settings);
/// Of settings that passed the check.
Server serverOf(const connectors::Settings& settings);

}  // namespace lixiao::mail
