package org.tweedie.conformance.zoo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherFactory;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.spi.Context;
import org.tweedie.api.spi.Provider;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.conformance.RuleOutcome;
import org.tweedie.conformance.Verdicts;

/** Providers that describe themselves wrongly in one way each, and their correct twin. */
public final class ProviderZoo {
  private ProviderZoo() {}

  /** The correct twin: no rule may reject it. */
  public static List<Supplier<List<RuleOutcome>>> twins() {
    return List.of(on(new ListedTwin()));
  }

  /** The faults. */
  public static List<Fault> faults() {
    return List.of(
        new Fault("an id with capitals and spaces", "V-1", on(new BadId())),
        new Fault("a thread started by the constructor", "V-2", on(new StartsThread())),
        new Fault("a native library loaded by a static initialiser", "V-2", on(new LoadsLibrary())),
        new Fault("a file read by the constructor", "V-2", onLinux(new ReadsFile())),
        new Fault("a file left open by the description", "V-2", onLinux(new LeavesFileOpen())),
        new Fault("a connection made by the constructor", "V-2", on(new Connects())),
        new Fault("a whole library loaded for the description", "V-2", on(new LoadsClasses())),
        new Fault("a default outside its range", "V-3", on(new BadDefault())),
        new Fault("a number without a lower end", "V-4", on(new Endless())),
        new Fault("an end of a range that breaks the sampler", "V-5", on(new BreaksAtEnd())),
        new Fault("a provider that no service file lists", "V-6", on(new Unlisted())));
  }

  private static Supplier<List<RuleOutcome>> on(Provider provider) {
    return () -> Verdicts.provider(provider);
  }

  /** Elsewhere nothing tells which files a process has open. */
  private static Supplier<List<RuleOutcome>> onLinux(Provider provider) {
    return () -> {
      Assumptions.assumeTrue(Files.isReadable(Path.of("/proc/self/io")), "Linux");
      return Verdicts.provider(provider);
    };
  }

  /** The correct twin: listed in META-INF/services of the tests. */
  public static class ListedTwin extends GibbsTwin {
    /** For the service loader. */
    public ListedTwin() {}
  }

  private static final class BadId extends ListedTwin {
    @Override
    public String id() {
      return "My Sampler";
    }
  }

  /** Public with a public constructor, as the rule makes a second one. */
  public static final class StartsThread extends ListedTwin {
    /** Starts a thread that ends with the JVM. */
    public StartsThread() {
      Thread t = new Thread(StartsThread::sleep, "pool of the zoo");
      t.setDaemon(true);
      t.start();
    }

    private static void sleep() {
      try {
        Thread.sleep(60_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Loads a copy of a library that every Java has. */
  public static final class LoadsLibrary extends ListedTwin {
    static {
      String file = System.mapLibraryName("rmi");
      try {
        Path copy = Files.createTempDirectory("zoo").resolve(file);
        Files.copy(Path.of(System.getProperty("java.home"), "lib", file), copy);
        System.load(copy.toString());
        Files.delete(copy);
        Files.delete(copy.getParent());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** For the service loader. */
    public LoadsLibrary() {}
  }

  /** Reads a file and closes it. */
  public static final class ReadsFile extends ListedTwin {
    /** For the service loader. */
    public ReadsFile() {
      try {
        Files.readAllBytes(Path.of("/etc/passwd"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Reads a file and forgets to close it. */
  public static final class LeavesFileOpen extends ListedTwin {
    private static final List<InputStream> OPEN = new ArrayList<>();

    /** For the service loader. */
    public LeavesFileOpen() {}

    @Override
    public String title() {
      try {
        OPEN.add(Files.newInputStream(Path.of("/etc/passwd")));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return super.title();
    }
  }

  /** Asks for updates. */
  public static final class Connects extends ListedTwin {
    /** Connects to a port of this machine where nobody answers. */
    public Connects() {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress("127.0.0.1", 9), 100);
      } catch (IOException nobody) {
        return;
      }
    }
  }

  /** Starts an engine, for a list of what it can do. */
  public static final class LoadsClasses extends ListedTwin {
    /** Starts the JUnit platform. */
    public LoadsClasses() {
      LauncherFactory.create(
          LauncherConfig.builder()
              .enableTestEngineAutoRegistration(false)
              .addTestEngines(new JupiterTestEngine())
              .build());
    }
  }

  private static final class BadDefault extends ListedTwin {
    @Override
    public List<OptionSpec> options() {
      return List.of(OptionSpec.integer("steps", 0, 1, 100, "steps"));
    }
  }

  private static final class Endless extends ListedTwin {
    @Override
    public List<OptionSpec> options() {
      return List.of(
          OptionSpec.number(
              "eta", 0, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, "any number"));
    }
  }

  private static final class BreaksAtEnd extends ListedTwin {
    @Override
    public Sampler create(Context context) {
      return Optional.of(context.options().integer("steps"))
          .filter(n -> n > 1)
          .map(n -> super.create(context))
          .orElseThrow(() -> new ArithmeticException("/ by zero"));
    }
  }

  private static final class Unlisted extends ListedTwin {}
}
