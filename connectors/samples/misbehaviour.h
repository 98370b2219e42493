#pragma once

#include <Poco/Net/StreamSocket.h>

#include <string_view>

#include "connectors/samples/faults.h"

namespace lixiao::samples {

/// Says nothing until the fault is switched off or the other side goes away.
void keepSilent(Poco::Net::StreamSocket& socket, const Faults& faults, std::string_view fault);
/// Sends a byte every 50 ms while the fault is on.
void drip(Poco::Net::StreamSocket& socket, const Faults& faults, std::string_view bytes);
/// Sends half of the bytes and resets the connection.
void resetHalfWay(Poco::Net::StreamSocket& socket, std::string_view bytes);
/// Sends all of the bytes and ends the connection.
void sendRaw(Poco::Net::StreamSocket& socket, std::string_view bytes);
/// Ends the connection without a word.
void hangUp(Poco::Net::StreamSocket& socket);

}  // namespace lixiao::samples
