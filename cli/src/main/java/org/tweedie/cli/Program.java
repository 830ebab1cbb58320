package org.tweedie.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.tweedie.api.error.LifecycleException;
import org.tweedie.api.error.NumericalFailureException;
import org.tweedie.api.error.Suggestion;
import org.tweedie.api.error.TweedieException;
import org.tweedie.engine.catalogue.Catalogue;
import org.tweedie.engine.catalogue.Command;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns arguments into the run of a command, and failures into one sentence and an exit code. */
final class Program {
  /** Exit code of a run that failed although its input was good. */
  static final int FAILED = 1;

  /** Exit code for bad input. */
  static final int BAD_INPUT = 2;

  private final Console console;

  Program(Console console) {
    this.console = console;
  }

  /**
   * Runs a command.
   *
   * @return the exit code: 0 success, 1 failure, 2 bad input
   */
  int run(String... args) {
    boolean debug = Arrays.asList(args).contains("--debug");
    try {
      Optional<Command> contributed = contributed(args);
      if (contributed.isPresent()) {
        List<String> rest = new ArrayList<>(Arrays.asList(args).subList(1, args.length));
        rest.remove("--debug");
        return contributed.get().run(rest, new Context());
      }
      CommandLine program = build();
      addFlags(program, args);
      program.setParameterExceptionHandler((e, a) -> badArguments(e, debug));
      program.setExecutionExceptionHandler((e, commandLine, parsed) -> report(e, debug));
      return program.execute(args);
    } catch (RuntimeException | Error e) {
      return report(e, debug);
    }
  }

  /** The providers of this program and of a plug-in directory, by default the image's own. */
  Catalogue catalogue(Optional<Path> plugins) {
    return plugins
        .or(() -> console.home().map(h -> h.resolve("plugins")))
        .map(Catalogue::load)
        .orElseGet(Catalogue::load);
  }

  private CommandLine build() {
    CommandLine program = new CommandLine(new RootCommand());
    program.addSubcommand(new ReconstructCommand(this, console));
    program.addSubcommand(new ResumeCommand(this, console));
    program.addSubcommand(new DemoCommand(this, console));
    program.addSubcommand(new InspectCommand(this, console));
    program.addSubcommand(new ListCommand(this, console));
    program.addSubcommand(new DescribeCommand(this, console));
    program.addSubcommand(new SimulateCommand(this, console));
    program.addSubcommand(new TrainCommand(this, console));
    program.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
    program.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
    program.setCaseInsensitiveEnumValuesAllowed(true);
    program.setUsageHelpAutoWidth(true);
    program.setAbbreviatedOptionsAllowed(false);
    return program;
  }

  /** A command that another module contributes; ours take precedence. */
  private Optional<Command> contributed(String... args) {
    if (args.length == 0
        || args[0].startsWith("-")
        || build().getSubcommands().containsKey(args[0])) {
      return Optional.empty();
    }
    return catalogue(Optional.empty()).commands().stream()
        .filter(c -> c.id().equals(args[0]))
        .findFirst();
  }

  /** Adds the flags that providers declare, as far as the arguments say which providers. */
  private void addFlags(CommandLine program, String... args) {
    CommandLine lenient = build();
    lenient.setUnmatchedArgumentsAllowed(true);
    try {
      ParseResult parsed = lenient.parseArgs(args);
      if (!parsed.hasSubcommand()) {
        if (parsed.isUsageHelpRequested() || args.length == 0) {
          addContributed(program);
        }
        return;
      }
      ParseResult sub = parsed.subcommand();
      CommandSpec said = sub.commandSpec();
      if (said.userObject() instanceof ProviderCommand command) {
        try {
          command.addFlags(program.getSubcommands().get(said.name()).getCommandSpec());
        } catch (TweedieException e) {
          // Whoever asks for help is not told what is missing.
          if (!sub.isUsageHelpRequested() && !sub.isVersionHelpRequested()) {
            throw e;
          }
        }
      }
    } catch (ParameterException e) {
      // The strict parser will say it better.
    }
  }

  /** Lists contributed commands in the help. */
  private void addContributed(CommandLine program) {
    for (Command c : catalogue(Optional.empty()).commands()) {
      CommandSpec spec = CommandSpec.create().name(c.id());
      spec.usageMessage().description(c.summary());
      program.addSubcommand(c.id(), spec);
    }
  }

  /** picocli's complaint as one sentence of ours. */
  private int badArguments(ParameterException e, boolean debug) {
    CommandSpec spec = e.getCommandLine().getCommandSpec();
    String problem = firstLine(e.getMessage());
    if (e instanceof UnmatchedArgumentException u && !u.getUnmatched().isEmpty()) {
      String word = u.getUnmatched().get(0);
      String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
      boolean option = word.startsWith("-");
      boolean root = spec.parent() == null;
      Collection<String> known =
          option ? spec.optionsMap().keySet() : e.getCommandLine().getSubcommands().keySet();
      problem =
          (option
                  ? "there is no option '" + name + "'"
                  : root
                      ? "there is no command '" + name + "' in this image"
                      : "'" + name + "' is one argument too many")
              + Suggestion.hint(name, known);
    } else if (e instanceof MissingParameterException m && !m.getMissing().isEmpty()) {
      problem = "the value of " + m.getMissing().get(0).paramLabel() + " is missing: " + problem;
    }
    console.err().println("tweedie: " + problem + "; see '" + spec.qualifiedName() + " --help'.");
    if (debug) {
      e.printStackTrace(console.err());
    }
    return BAD_INPUT;
  }

  private int report(Throwable e, boolean debug) {
    if (e instanceof TweedieException) {
      console.err().println("tweedie: " + e.getMessage());
    } else if (e instanceof OutOfMemoryError) {
      console
          .err()
          .println(
              "tweedie: the memory is used up; run fewer chains at once (--batch-limit), or give"
                  + " more with TWEEDIE_JAVA_OPTIONS=-Xmx8g.");
    } else {
      console
          .err()
          .println(
              "tweedie: something failed that should not ("
                  + firstLine(e.toString())
                  + "); run it again with --debug to see where, and report that.");
    }
    if (debug) {
      e.printStackTrace(console.err());
    }
    boolean userError =
        e instanceof TweedieException
            && !(e instanceof NumericalFailureException)
            && !(e instanceof LifecycleException);
    return userError ? BAD_INPUT : FAILED;
  }

  private static String firstLine(String text) {
    return text == null ? "no message" : text.lines().findFirst().orElse("").strip();
  }

  private final class Context implements Command.Context {
    @Override
    public java.io.InputStream in() {
      return console.in();
    }

    @Override
    public java.io.PrintStream out() {
      return console.out();
    }

    @Override
    public java.io.PrintStream err() {
      return console.err();
    }

    @Override
    public Catalogue catalogue(Optional<Path> plugins) {
      return Program.this.catalogue(plugins);
    }
  }
}
