package org.tweedie.conformance;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tweedie.engine.catalogue.Found;
import org.tweedie.engine.catalogue.Rejected;

/** The verdicts on all providers, as text, JSON and a page. */
final class VerifyReport {
  private static final int SHOWN = 4; // frames on the terminal; files have all of them

  private final Map<Found, List<RuleOutcome>> subjects = new LinkedHashMap<>();
  private final List<Rejected> rejected;

  VerifyReport(List<Rejected> rejected) {
    this.rejected = rejected;
  }

  void add(Found subject, List<RuleOutcome> outcomes) {
    subjects.put(subject, outcomes);
  }

  /** True if no rule is broken. */
  boolean holds() {
    return subjects.values().stream().allMatch(o -> count(o, RuleOutcome.Status.FAILED) == 0);
  }

  /** A line for the provider, and one for each rule that is broken or untested. */
  static String text(Found f, List<RuleOutcome> outcomes) {
    StringBuilder s = new StringBuilder();
    s.append(
        String.format(
            Locale.ROOT,
            "%-8s %s: %d passed, %d broken, %d untested, %d do not apply%n",
            word(outcomes),
            f.id(),
            count(outcomes, RuleOutcome.Status.PASSED),
            count(outcomes, RuleOutcome.Status.FAILED),
            count(outcomes, RuleOutcome.Status.UNTESTED),
            count(outcomes, RuleOutcome.Status.DOES_NOT_APPLY)));
    for (RuleOutcome o : outcomes) {
      if (o.status() == RuleOutcome.Status.FAILED) {
        line(s, "  " + o.detail());
        o.stack().lines().skip(1).limit(SHOWN).forEach(l -> line(s, "    " + l));
      } else if (o.status() == RuleOutcome.Status.UNTESTED) {
        line(s, "  " + o.number() + " " + o.detail());
      }
    }
    return s.toString();
  }

  /** What was not tested is not ok. */
  private static String word(List<RuleOutcome> outcomes) {
    if (count(outcomes, RuleOutcome.Status.FAILED) > 0) {
      return "BROKEN";
    }
    return count(outcomes, RuleOutcome.Status.UNTESTED) > 0 ? "untested" : "ok";
  }

  private static void line(StringBuilder s, String text) {
    s.append(text).append(System.lineSeparator());
  }

  /** Writes verify.json and verify.html. */
  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("verify.json"),
        JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(json()));
    Files.writeString(folder.resolve("verify.html"), html());
  }

  private Map<String, Object> json() {
    List<Object> all = new ArrayList<>();
    subjects.forEach(
        (f, outcomes) -> {
          Map<String, Object> one = new LinkedHashMap<>();
          one.put("id", f.id());
          one.put("kind", f.kind().word());
          one.put("module", f.module());
          one.put("holds", count(outcomes, RuleOutcome.Status.FAILED) == 0);
          List<Object> rules = new ArrayList<>();
          for (RuleOutcome o : outcomes) {
            Map<String, Object> rule = new LinkedHashMap<>();
            rule.put("rule", o.number());
            rule.put("title", o.title());
            rule.put("status", word(o.status()));
            rule.put("detail", o.detail());
            rule.put("stack", o.stack());
            rule.put("seconds", o.seconds());
            rules.add(rule);
          }
          one.put("rules", rules);
          all.add(one);
        });
    Map<String, Object> top = new LinkedHashMap<>();
    top.put("holds", holds());
    top.put("providers", all);
    top.put("rejected", rejected.stream().map(Rejected::toString).toList());
    return top;
  }

  private String html() {
    StringBuilder s = new StringBuilder();
    s.append(
        """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>Tweedie: conformance</title>
        <style>
        body { font: 15px/1.5 system-ui, sans-serif; max-width: 62em; margin: 2em auto; padding: 0 1em;
               color: #222; background: #fff }
        table { border-collapse: collapse; width: 100% }
        td, th { text-align: left; vertical-align: top; padding: .25em .7em .25em 0;
                 border-bottom: 1px solid #ddd }
        .passed { color: #0a6b2d } .broken { color: #b00020; font-weight: 600 }
        .untested { color: #8a5a00 } .na { color: #777 }
        </style></head><body>
        <h1>Conformance</h1>
        """);
    s.append("<p>").append(holds() ? "Every rule that binds holds." : "Rules are broken.");
    s.append(" Untested is not passed: something that the rule needs is missing.</p>\n");
    for (Rejected r : rejected) {
      s.append("<p class=\"broken\">").append(escape(r.toString())).append("</p>\n");
    }
    subjects.forEach(
        (f, outcomes) -> {
          s.append("<h2>").append(escape(f.id())).append("</h2>\n<p>").append(escape(f.title()));
          s.append(" (").append(f.kind().word()).append(", ").append(escape(f.module()));
          s.append(")</p>\n<table><tr><th>Rule</th><th>What it asks</th><th>Verdict</th></tr>\n");
          for (RuleOutcome o : outcomes) {
            s.append("<tr><td>").append(o.number()).append("</td><td>").append(escape(o.title()));
            if (!o.detail().isEmpty()) {
              s.append("<br><small>").append(escape(o.detail())).append("</small>");
            }
            if (!o.stack().isEmpty()) {
              s.append("<details><summary>where</summary><pre>").append(escape(o.stack()));
              s.append("</pre></details>");
            }
            String word = word(o.status());
            s.append("</td><td class=\"").append(word.equals("does not apply") ? "na" : word);
            s.append("\">").append(word).append("</td></tr>\n");
          }
          s.append("</table>\n");
        });
    return s.append("</body></html>\n").toString();
  }

  private static String word(RuleOutcome.Status status) {
    return switch (status) {
      case PASSED -> "passed";
      case FAILED -> "broken";
      case UNTESTED -> "untested";
      case DOES_NOT_APPLY -> "does not apply";
    };
  }

  private static long count(List<RuleOutcome> outcomes, RuleOutcome.Status status) {
    return outcomes.stream().filter(o -> o.status() == status).count();
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
