#include "connectors/samples/housing_system.h"
#include "connectors/samples/sample_program.h"

// lixiao-sample-housing --data FOLDER --database FILE [--port N]
int main(int argc, char** argv) {
  using namespace lixiao::samples;
  return runSample([&](const std::function<void()>& wait) {
    const Arguments arguments(argc, argv, {"--data", "--database", "--port"});
    Faults faults(HousingSystem::faultKinds());
    HousingSystem system(arguments.required("--data"), arguments.required("--database"), faults);
    HttpFront control(
        arguments.port("--port"), faults, "", [&](const Call& call) { return system.control(call); },
        [&] { system.applyFault(); });
    announce("listening", control.port());
    wait();
  });
}
