#include "connectors/samples/finance_system.h"
#include "connectors/samples/sample_program.h"

// lixiao-sample-finance --data FOLDER [--port N]
int main(int argc, char** argv) {
  using namespace lixiao::samples;
  return runSample([&](const std::function<void()>& wait) {
    const Arguments arguments(argc, argv, {"--data", "--port"});
    Faults faults(FinanceSystem::faultKinds());
    FinanceSystem system(arguments.required("--data"), faults);
    HttpFront front(arguments.port("--port"), faults, "/arrears",
                    [&](const Call& call) { return system.answer(call); });
    announce("listening", front.port());
    wait();
  });
}
