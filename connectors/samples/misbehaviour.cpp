#include "connectors/samples/misbehaviour.h"

#include <Poco/Net/NetException.h>

namespace lixiao::samples {
namespace {

const Poco::Timespan kPause(50'000);  // microseconds

/// Whether the other side has said or ended anything; waits for a pause.
bool otherSideMoved(Poco::Net::StreamSocket& socket) {
  return socket.poll(kPause, Poco::Net::Socket::SELECT_READ | Poco::Net::Socket::SELECT_ERROR);
}

}  // namespace

void keepSilent(Poco::Net::StreamSocket& socket, const Faults& faults, std::string_view fault) {
  while (faults.is(fault) && !otherSideMoved(socket)) {
  }
  socket.close();
}

void drip(Poco::Net::StreamSocket& socket, const Faults& faults, std::string_view bytes) {
  try {
    for (const char& byte : bytes) {
      socket.sendBytes(&byte, 1);
      if (!faults.is("drip") || otherSideMoved(socket)) break;
    }
  } catch (const Poco::IOException&) {
    // The other side lost its patience, as it should.
  }
  socket.close();
}

void resetHalfWay(Poco::Net::StreamSocket& socket, std::string_view bytes) {
  socket.sendBytes(bytes.data(), static_cast<int>(bytes.size() / 2));
  hangUp(socket);
}

void sendRaw(Poco::Net::StreamSocket& socket, std::string_view bytes) {
  try {
    socket.sendBytes(bytes.data(), static_cast<int>(bytes.size()));
    socket.shutdownSend();
  } catch (const Poco::IOException&) {
    // The other side has heard enough.
  }
  socket.close();
}

void hangUp(Poco::Net::StreamSocket& socket) {
  socket.setLinger(true, 0);
  socket.close();
}

}  // namespace lixiao::samples
