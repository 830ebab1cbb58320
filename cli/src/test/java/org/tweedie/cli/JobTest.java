package org.tweedie.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.error.TweedieException;

/** Job files as people and programs write them. */
class JobTest {
  @TempDir Path folder;

  private Path write(String text, Charset charset) throws IOException {
    return Files.write(folder.resolve("job.json"), text.getBytes(charset));
  }

  private void refuses(String json, String... words) throws IOException {
    refuses(write(json, StandardCharsets.UTF_8), words);
  }

  private static void refuses(Path job, String... words) {
    String sentence = assertThrows(TweedieException.class, () -> Job.read(job)).getMessage();
    assertFalse(sentence.contains("Exception") || sentence.contains("java."), sentence);
    for (String w : words) {
      assertTrue(sentence.contains(w), "'" + w + "' is not in: " + sentence);
    }
    assertTrue(sentence.contains("job.json"), sentence);
  }

  @Test
  void aByteOrderMarkIsNoFault() throws IOException {
    Job job =
        Job.read(write("\uFEFF{\"title\": \"Schädel\", \"chains\": 3}", StandardCharsets.UTF_8));
    assertEquals(Optional.of("Schädel"), job.title());
    assertEquals(OptionalInt.of(3), job.samples());
  }

  @Test
  void textThatIsNotUtf8IsNamedForWhatItIs() throws IOException {
    refuses(
        write("{\"title\": \"Schädel\"}", StandardCharsets.ISO_8859_1),
        "not text in UTF-8",
        "byte 14", // where the umlaut is, counted from 0
        "save it as UTF-8");
    refuses(write("{\"title\": \"x\"}", StandardCharsets.UTF_16), "not text in UTF-8", "byte 0");
    // Cut within a letter of two bytes
    Files.write(folder.resolve("job.json"), new byte[] {'{', '"', (byte) 0xc3});
    refuses(folder.resolve("job.json"), "not text in UTF-8", "byte 2");
  }

  @Test
  void oneObjectAndNothingElse() throws IOException {
    refuses("{\"chains\": 2}\n\n{\"chains\": 3}", "something follows it (line 3)");
    refuses("{\"chains\": 2} }", "(line 1)");
    refuses("{\"chains\": 2,\n \"chains\": 3}", "uplicate", "chains", "(line 2)");
    refuses("[1, 2]", "does not begin with '{'");
    refuses("", "does not begin with '{'");
    refuses("null", "does not begin with '{'");
    refuses(folder, "is a folder");
  }

  private static void refuses(Path folder, String word) {
    Path job = folder.resolve("job.json");
    assertTrue(job.toFile().delete() && job.toFile().mkdir());
    refuses(job, new String[] {word});
  }

  @Test
  void saysWhatIsWrongWithAValue() throws IOException {
    refuses("{\"chains\": \"1\"}", "has the text \"1\" for 'chains'", "without quotes");
    refuses("{\"chains\": 1.5}", "has 1.5 for 'chains'", "whole number");
    refuses("{\"chains\": 0}", "has 0 for 'chains'", "at least 1");
    refuses("{\"chains\": 99999999999999999999}", "has 99999999999999999999", "whole number");
    refuses("{\"inputs\": {\"data\": null}}", "has null for 'data' in 'inputs'", "leave it out");
    refuses("{\"options\": {\"steps\": [1]}}", "has [1] for 'steps' in 'options'");
    refuses("{\"options\": 3}", "has 3 for 'options'", "give an object");
    refuses("{\"title\": 3}", "has 3 for 'title'", "in quotes");
    refuses("{\"inputs\": {\"data\": \"a\\u0000b\"}}", "has the path", "name a file");
    refuses("{\"reference\": \"a\\u0000b\"}", "has the path");
    refuses("{\"prior\": \"a\\u0000b\"}", "has the path");
  }
}
