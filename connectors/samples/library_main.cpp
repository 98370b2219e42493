#include "connectors/samples/guard.h"
#include "connectors/samples/koha_desk.h"
#include "connectors/samples/library_system.h"
#include "connectors/samples/sample_program.h"
#include "connectors/samples/sip2_front.h"

// lixiao-sample-library --data FOLDER [--port N] [--control-port N] [--encoding UTF-8|GB18030] [--answer-ms
// N] [--signing-key K]
int main(int argc, char** argv) {
  using namespace lixiao::samples;
  return runSample([&](const std::function<void()>& wait) {
    const Arguments arguments(
        argc, argv, {"--data", "--port", "--control-port", "--encoding", "--answer-ms", "--signing-key"});
    Guard guard("", "", arguments.text("--signing-key", ""));
    const bool gb18030 = arguments.text("--encoding", "UTF-8") == "GB18030";
    Faults faults(LibrarySystem::faultKinds());
    LibrarySystem library(
        arguments.required("--data"),
        gb18030 ? lixiao::connectors::Encoding::Gb18030 : lixiao::connectors::Encoding::Utf8, faults);
    const std::chrono::milliseconds delay(std::stoi(arguments.text("--answer-ms", "0")));
    Sip2Front front(arguments.port("--port"), library, faults, delay);
    HttpFront control(arguments.port("--control-port"), faults, "/api/v1", [&](const Call& call) {
      if (!call.path.starts_with("/api/v1")) return library.control(call);
      return guard.admits(call) ? kohaAnswer(library, call) : Reply{401, "application/json", "{}"};
    });
    announce("listening", front.port());
    announce("control", control.port());
    wait();
  });
}
