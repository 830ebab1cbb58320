package org.tweedie.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What code leaves behind is named, and nothing else. */
class FootprintTest {
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable c : open) {
      c.close();
    }
  }

  @Test
  void computingLeavesNothing() {
    assertEquals(List.of(), Footprint.of(() -> Math.sqrt(2)));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void filesAreNamed(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("weights.bin"), "0");
    Runnable read = () -> bytes(file);
    read.run(); // once before, so that Java has loaded what it takes
    assertEquals(List.of(Footprint.READ), Footprint.of(read));
    assertEquals(List.of("the open file " + file.toRealPath()), Footprint.of(() -> open(file)));
  }

  @Test
  void connectionsAreNamed() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<String> traces = Footprint.of(() -> connect(server));
      String wanted = "a connection to socket://";
      assertTrue(traces.stream().anyMatch(t -> t.startsWith(wanted)), traces::toString);
    }
  }

  private static void bytes(Path file) {
    try {
      Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void open(Path file) {
    try {
      InputStream in = Files.newInputStream(file);
      open.add(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void connect(ServerSocket server) {
    try {
      open.add(new Socket(server.getInetAddress(), server.getLocalPort()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
