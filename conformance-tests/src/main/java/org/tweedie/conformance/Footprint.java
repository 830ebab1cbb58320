package org.tweedie.conformance;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a piece of code leaves behind in the process, or touched: threads, native libraries, files,
 * connections. On Linux all of it is seen, elsewhere threads, connections by name, and native
 * libraries that were loaded before.
 */
final class Footprint {
  private static final Path SELF = Path.of("/proc/self");

  private Footprint() {}

  /** Runs the code and names everything that it left behind. */
  static List<String> of(Runnable code) {
    ProxySelector proxies = ProxySelector.getDefault();
    Connections connections = new Connections();
    ProxySelector.setDefault(connections);
    Set<Thread> threads = threads();
    Set<String> libraries = libraries();
    Set<String> files = open();
    List<String> traces = new ArrayList<>();
    long reads = reads();
    try {
      code.run();
      reads = reads() - reads - EMPTY;
    } finally {
      ProxySelector.setDefault(proxies);
    }
    for (Thread t : minus(threads(), threads)) {
      traces.add("the thread " + t.getName());
    }
    for (String l : minus(libraries(), libraries)) {
      traces.add(LIBRARY + l);
    }
    for (String f : minus(open(), files)) {
      String target = f.substring(f.indexOf(' ') + 1);
      traces.add(target.startsWith("/") ? "the open file " + target : "an open connection");
    }
    for (URI u : connections.asked) {
      traces.add("a connection to " + u);
    }
    if (traces.isEmpty() && reads > 0) {
      traces.add(READ);
    }
    return traces;
  }

  /** How a trace of a native library begins. */
  static final String LIBRARY = "the native library ";

  /** A file that was read and closed again: all that is known of it. */
  static final String READ = "a file that was read";

  /** What counting the reads costs itself. */
  private static final long EMPTY = calibrate();

  private static long calibrate() {
    reads();
    long first = reads();
    return reads() - first;
  }

  /** How many times this process has read from any file, 0 where the system does not tell. */
  private static long reads() {
    try {
      return Files.readAllLines(SELF.resolve("io")).stream()
          .filter(l -> l.startsWith("syscr: "))
          .mapToLong(l -> Long.parseLong(l.substring(7)))
          .sum();
    } catch (IOException e) {
      return 0;
    }
  }

  /** Threads of the application: the JVM starts helpers when it likes. */
  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getThreadGroup() != null)
        .filter(t -> !t.getThreadGroup().getName().equals("system"))
        .collect(Collectors.toSet());
  }

  /** Libraries in the memory of this process, without Java's own. */
  private static Set<String> libraries() {
    String java = System.getProperty("java.home");
    try (Stream<String> lines = Files.lines(SELF.resolve("maps"))) {
      return lines
          .filter(l -> l.indexOf('/') > 0)
          .map(l -> l.substring(l.indexOf('/')))
          .filter(f -> f.endsWith(".so") || f.contains(".so."))
          .filter(f -> !f.startsWith(java))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      return Set.of();
    }
  }

  private static Set<String> open() {
    Set<String> all = new HashSet<>();
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(SELF.resolve("fd"))) {
      for (Path d : descriptors) {
        String target = target(d);
        // Jars belong to class loaders, and this very listing is open while it is made.
        boolean ours =
            target.endsWith(".jar") || target.startsWith("/proc/") || target.startsWith("/dev/");
        if (!ours && (target.startsWith("/") || target.startsWith("socket:"))) {
          all.add(d.getFileName() + " " + target); // with its number: a file may be open twice
        }
      }
    } catch (IOException e) {
      return Set.of();
    }
    return all;
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException closed) {
      return "/proc/";
    }
  }

  private static <T> Set<T> minus(Set<T> all, Set<T> some) {
    Set<T> rest = new HashSet<>(all);
    rest.removeAll(some);
    return rest;
  }

  /** Java asks for a proxy before it connects to anything. */
  private static final class Connections extends ProxySelector {
    final List<URI> asked = new CopyOnWriteArrayList<>();

    @Override
    public List<Proxy> select(URI uri) {
      asked.add(uri);
      return List.of(Proxy.NO_PROXY);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException e) {}
  }
}
