#pragma once

#include <Poco/Net/HTTPRequest.h>

#include "connectors/transport/http.h"

namespace lixiao::connectors {

/// Adds what the credentials ask for to a request that is complete otherwise.
void authorize(Poco::Net::HTTPRequest& request, const Credentials& credentials, const HttpQuestion& question);

}  // namespace lixiao::connectors
