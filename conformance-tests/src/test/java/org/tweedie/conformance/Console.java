package org.tweedie.conformance;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.tweedie.api.spi.Provider;
import org.tweedie.engine.catalogue.Catalogue;
import org.tweedie.engine.catalogue.Command;

/** What a command is given, with providers of the test's own. */
final class Console implements Command.Context {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private final Catalogue catalogue;

  Console(Provider... providers) {
    catalogue = Catalogue.of(providers);
  }

  /** All that was printed. */
  String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Override
  public InputStream in() {
    return InputStream.nullInputStream();
  }

  @Override
  public PrintStream out() {
    return stream;
  }

  @Override
  public PrintStream err() {
    return stream;
  }

  @Override
  public Catalogue catalogue(Optional<Path> plugins) {
    return catalogue;
  }
}
