#pragma once

#include <Poco/Net/StreamSocket.h>

#include <filesystem>
#include <string>

#include "connectors/transport/patience.h"

namespace lixiao::connectors {

/// TLS (1.2 or later) over a connected guarded socket, as patient as that one. The certificate must be valid
/// today, be signed by `ca_file` ("": by one that the system trusts) and name `host`. Throws FetchError
/// (refused) when it is not or there is no version in common, (unreachable) when the other side hangs up or
/// does not speak TLS, (config) when the file cannot be read. `patience` must outlive the socket.
Poco::Net::StreamSocket tlsSocket(const Poco::Net::StreamSocket& plain, const std::string& host,
                                  const std::filesystem::path& ca_file, const Patience& patience);

}  // namespace lixiao::connectors
