// Command match answers whether Go's regexp finds each expression in each text. Standard input:
// JSON {"expressions": [...], "texts": [...]}; standard output: one string per expression, "1" or
// "0" per text, or "error".
package main

import (
	"encoding/json"
	"os"
	"regexp"
)

func main() {
	var cases struct{ Expressions, Texts []string }
	if err := json.NewDecoder(os.Stdin).Decode(&cases); err != nil {
		panic(err)
	}
	answers := make([]string, len(cases.Expressions))
	for i, text := range cases.Expressions {
		expression, err := regexp.Compile(text)
		if err != nil {
			answers[i] = "error"
			continue
		}
		for _, each := range cases.Texts {
			if expression.MatchString(each) {
				answers[i] += "1"
			} else {
				answers[i] += "0"
			}
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		panic(err)
	}
}
