#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/connector.h"

namespace lixiao::connectors {

/// More of an answer nobody reads.
inline constexpr std::size_t kMostOfAnswer = 2048;

/// A text for log and page: on one line, of at most `most_bytes`, in which `***` stands for each of the
/// secrets, however it is escaped, for what follows `Bearer`, `Basic` and a key that names a secret
/// (mask_signs.h), and for ID numbers (mask_numbers.h). It is masked first and then cut, so that no beginning
/// of a secret is left at its end.
std::string masked(std::string_view text, const std::vector<std::string>& secrets, std::size_t most_bytes);
/// One of at most 600 bytes, with no secrets but those that show themselves.
std::string maskError(std::string_view text);

/// The secrets that complete settings name (`secretSchema`), as they are now, and in base64.
std::vector<std::string> secretsOf(const Settings& settings, const Schema& schema);
/// Text and answer masked, each of at most kMostOfAnswer.
Failure masked(const Failure& failure, const std::vector<std::string>& secrets);

/// The same connector, whose failures and exceptions hold none of the secrets of its settings.
std::unique_ptr<Connector> withoutSecrets(std::unique_ptr<Connector> connector, const Settings& settings,
                                          const Schema& schema);

}  // namespace lixiao::connectors
