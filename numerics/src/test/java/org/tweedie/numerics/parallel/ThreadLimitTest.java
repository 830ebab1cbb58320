package org.tweedie.numerics.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The number of threads is read once a process, so each number has a process of its own. */
class ThreadLimitTest {
  /** Prints how many threads work on tasks of which each waits for {@code args[0]} others. */
  static final class Probe {
    public static void main(String[] args) {
      int together = Integer.parseInt(args[0]);
      CountDownLatch begun = new CountDownLatch(together);
      Set<Thread> threads = ConcurrentHashMap.newKeySet();
      Parallel.forEach(
          8,
          i -> {
            threads.add(Thread.currentThread());
            begun.countDown();
            try {
              begun.await(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          });
      System.out.print(threads.size());
    }
  }

  private static String threads(String limit, int together) throws Exception {
    Process p =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dtweedie.threads=" + limit,
                "-cp",
                where(Parallel.class) + File.pathSeparator + where(Probe.class),
                Probe.class.getName(),
                Integer.toString(together))
            .redirectErrorStream(true)
            .start();
    String printed = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(p.waitFor(2, TimeUnit.MINUTES));
    return printed;
  }

  private static Path where(Class<?> c) throws URISyntaxException {
    return Path.of(c.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  @Test
  void thePropertySetsTheNumberOfThreads() throws Exception {
    assertEquals("1", threads("1", 1));
    assertEquals("5", threads("5", 5)); // they wait for one another, so there are five
    assertEquals("1", threads("0", 1)); // the caller at least
  }
}
