package org.tweedie.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.tweedie.api.error.ResourceException;
import org.tweedie.api.field.Field;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Provider;

/**
 * What identifies a run, by name: a saved state goes on only where all of it agrees. Inputs and
 * model files count by their content. The number of samples is left out: a run may be given more.
 */
final class Stamp {
  private final Map<String, String> entries = new TreeMap<>();

  /** A provider, its version and its options. */
  Stamp provider(String role, Provider p, Options options) {
    entries.put(role, p.id());
    entries.put(role + " version", Versions.of(p));
    for (OptionSpec spec : p.options()) {
      if (options.has(spec.name())) {
        String value = options.asMap().get(spec.name());
        boolean file = spec.type() == OptionSpec.Type.FILE;
        entries.put("option " + role + "." + spec.name(), file ? ofFile(Path.of(value)) : value);
      }
    }
    return this;
  }

  Stamp entry(String name, String value) {
    entries.put(name, value);
    return this;
  }

  /** Named arrays. */
  Stamp fields(Map<String, Field> fields) {
    fields.forEach((name, f) -> entries.put("input " + name, ofField(f)));
    return this;
  }

  Map<String, String> entries() {
    return entries;
  }

  private static String ofField(Field f) {
    MessageDigest digest = sha256();
    digest.update(f.space().toString().getBytes(StandardCharsets.UTF_8));
    ByteBuffer chunk = ByteBuffer.allocate(1 << 16);
    float[] d = f.data();
    for (int at = 0; at < d.length; ) {
      chunk.clear();
      int n = Math.min(d.length - at, chunk.capacity() / Float.BYTES);
      chunk.asFloatBuffer().put(d, at, n);
      digest.update(chunk.array(), 0, n * Float.BYTES);
      at += n;
    }
    return hex(digest);
  }

  private static String ofFile(Path file) {
    MessageDigest digest = sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new ResourceException("the file " + file + " cannot be read", "check the path", e);
    }
    return hex(digest);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest(), 0, 16);
  }
}
