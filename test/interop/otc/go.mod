module polykms.test/otc

go 1.20

require github.com/opentelekomcloud/gophertelekomcloud v0.9.3

require gopkg.in/yaml.v2 v2.3.0 // indirect
