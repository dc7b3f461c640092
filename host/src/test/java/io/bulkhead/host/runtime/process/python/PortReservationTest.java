package io.bulkhead.host.runtime.process.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.BindException;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class PortReservationTest {
    @Test
    @EnabledOnOs(OS.LINUX)
    void aReservedPortIsForHimWhoKnowsIt() throws Exception {
        try (PortReservation reservation = PortReservation.take();
                ServerSocket other = new ServerSocket();
                ServerSocket server = new ServerSocket()) {
            int port = reservation.ports().rest();
            other.setReuseAddress(false);
            assertThatThrownBy(() -> other.bind(MlserverPorts.address(port)))
                    .isInstanceOf(BindException.class);
            server.setReuseAddress(true); // as uvicorn and gRPC do
            server.bind(MlserverPorts.address(port));
            assertThat(server.getLocalPort()).isEqualTo(port);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void reservationsAreOfDifferentPorts() throws Exception {
        try (PortReservation one = PortReservation.take();
                PortReservation other = PortReservation.take()) {
            assertThat(one.ports()).isNotEqualTo(other.ports());
        }
    }
}
