#include "tests/connectors/sample_process.h"

#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Pipe.h>
#include <Poco/PipeStream.h>
#include <Poco/TemporaryFile.h>

#include <fstream>
#include <stdexcept>

#include "tests/catch.h"

namespace lixiao::connectors {

TemporaryFolder::TemporaryFolder() : path_(Poco::TemporaryFile::tempName()) {
  std::filesystem::create_directories(path_);
}

TemporaryFolder::~TemporaryFolder() {
  std::filesystem::remove_all(path_);
}

std::string TemporaryFolder::write(const std::string& name, const std::string& text) const {
  std::ofstream(path_ / name) << text;
  return (path_ / name).string();
}

SampleProcess::SampleProcess(const std::string& program, const std::vector<std::string>& arguments,
                             std::size_t ports) {
  Poco::Pipe output;
  process_ = std::make_unique<Poco::ProcessHandle>(
      Poco::Process::launch(LIXIAO_BINARY_DIR "/" + program, arguments, nullptr, &output, nullptr));
  Poco::PipeInputStream stream(output);
  std::string line;
  while (ports_.size() < ports && std::getline(stream, line)) {
    ports_.push_back(static_cast<std::uint16_t>(std::stoi(line.substr(line.rfind(':') + 1))));
  }
  if (ports_.size() < ports) throw std::runtime_error(program + " did not start");
}

SampleProcess::~SampleProcess() {
  if (process_) stop();
}

int SampleProcess::post(const std::string& path_and_query) const {
  Poco::Net::HTTPClientSession session("127.0.0.1", ports_.back());
  Poco::Net::HTTPRequest request("POST", path_and_query, "HTTP/1.1");
  request.setContentLength(0);
  session.sendRequest(request);
  Poco::Net::HTTPResponse response;
  session.receiveResponse(response);
  return response.getStatus();
}

void SampleProcess::fault(const std::string& kind) const {
  REQUIRE(post("/fault?kind=" + kind) == 200);
}

int SampleProcess::stop() {
  Poco::Process::requestTermination(process_->id());
  const int code = process_->wait();
  process_.reset();
  return code;
}

}  // namespace lixiao::connectors
