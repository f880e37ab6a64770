package ai.hal9.stores.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.hal9.stores.failure.StoreException;
import ai.hal9.stores.failure.StoreException.Code;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

final class FreePortsTest {

  @Test
  void several_ports_areDifferentAndFree() {
    assertThat(FreePorts.several(20)).doesNotHaveDuplicates().allMatch(FreePorts::free);
  }

  @Test
  void requireFree_ofTakenPort_saysWhatToDo() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      assertThatThrownBy(() -> FreePorts.requireFree(port, "the balancer"))
          .hasMessageStartingWith("port %d, wanted for the balancer, is taken by ".formatted(port))
          .hasMessageContaining("choose another port")
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.code()).isEqualTo(Code.PORT_TAKEN));
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux has /proc")
  void owner_ofTakenPort_isThisProcess() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(PortOwner.of(taken.getLocalPort()))
          .hasValueSatisfying(
              owner -> assertThat(owner.pid()).isEqualTo(ProcessHandle.current().pid()));
      assertThat(PortOwner.describe(taken.getLocalPort()))
          .isEqualTo("java (pid %d)".formatted(ProcessHandle.current().pid()));
    }
  }

  @Test
  void describe_ofPortNobodyShows_saysThatItIsNotKnown() {
    assertThat(PortOwner.describe(FreePorts.one())).contains("may not see");
  }
}
