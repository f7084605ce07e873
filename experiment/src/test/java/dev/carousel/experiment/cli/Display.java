package dev.carousel.experiment.cli;

import java.util.ArrayList;
import java.util.List;

/** What a terminal shows of the codes that the live view uses; any other is an error. */
final class Display {
  private final List<StringBuilder> rows = new ArrayList<>(List.of(new StringBuilder()));
  private final int columns;
  private int row;
  private int column;

  Display(int columns) {
    this.columns = columns;
  }

  /** The rows that hold anything, without blanks at their ends. */
  String text() {
    StringBuilder text = new StringBuilder();
    rows.forEach(line -> text.append(line.toString().stripTrailing()).append('\n'));
    return text.toString().stripTrailing() + "\n";
  }

  int cursorRow() {
    return row;
  }

  void show(String output) {
    for (int i = 0; i < output.length(); i++) {
      char c = output.charAt(i);
      if (c == '\r') {
        column = 0;
      } else if (c == '\n') {
        row++;
        column = 0;
        while (rows.size() <= row) {
          rows.add(new StringBuilder());
        }
      } else if (c == '\u001b') {
        int end = i + 2;
        while (Character.isDigit(output.charAt(end))) {
          end++;
        }
        control(output.charAt(end), output.substring(i + 2, end));
        i = end;
      } else {
        put(c);
      }
    }
  }

  private void control(char code, String number) {
    switch (code) {
      case 'A' -> row -= Integer.parseInt(number);
      case 'K' -> rows.get(row).setLength(Math.min(column, rows.get(row).length()));
      case 'J' -> {
        control('K', "");
        while (rows.size() > row + 1) {
          rows.remove(rows.size() - 1);
        }
      }
      default -> throw new IllegalStateException("code " + code);
    }
    if (row < 0) {
      throw new IllegalStateException("above the first row");
    }
  }

  private void put(char c) {
    if (column >= columns) {
      throw new IllegalStateException("wider than the screen: " + rows.get(row) + c);
    }
    StringBuilder line = rows.get(row);
    while (line.length() <= column) {
      line.append(' ');
    }
    line.setCharAt(column++, c);
  }
}
