// Drives a KMS through Open Telekom Cloud's own Go SDK and prints, one JSON line each, what every step gave.
//
//	otc URL aksk|password ID SECRET PROJECT-ID
//
// After the last step it prints "ready" and waits for a line of input; then it calls once more, so that a test can let
// credentials end in between.
package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"regexp"

	golangsdk "github.com/opentelekomcloud/gophertelekomcloud"
	"github.com/opentelekomcloud/gophertelekomcloud/openstack"
	"github.com/opentelekomcloud/gophertelekomcloud/openstack/common/tags"
	"github.com/opentelekomcloud/gophertelekomcloud/openstack/kms/v1/grants"
	"github.com/opentelekomcloud/gophertelekomcloud/openstack/kms/v1/keys"
)

func print(step string, value any) {
	line, _ := json.Marshal(map[string]any{"step": step, "value": value})
	fmt.Println(string(line))
}

var code = regexp.MustCompile(`"(?:error_)?code" ?: ?"?([A-Z]*\.?[0-9]+)"?`)

// refusal is the status and the cloud's code of an error, or its text.
func refusal(err error) any {
	var e400 golangsdk.ErrDefault400
	var e401 golangsdk.ErrDefault401
	var e403 golangsdk.ErrDefault403
	var e404 golangsdk.ErrDefault404
	var seen golangsdk.ErrUnexpectedResponseCode
	switch {
	case err == nil:
		return "no error"
	case errors.As(err, &e400):
		seen = e400.ErrUnexpectedResponseCode
	case errors.As(err, &e401):
		seen = e401.ErrUnexpectedResponseCode
	case errors.As(err, &e403):
		seen = e403.ErrUnexpectedResponseCode
	case errors.As(err, &e404):
		seen = e404.ErrUnexpectedResponseCode
	default:
		return err.Error()
	}
	found := code.FindSubmatch(seen.Body)
	if found == nil {
		return string(seen.Body)
	}
	return fmt.Sprintf("%d %s", seen.Actual, found[1])
}

func must[T any](step string, value T, err error) T {
	if err != nil {
		print(step, map[string]any{"failed": refusal(err)})
		os.Exit(1)
	}
	return value
}

func connect(url, scheme, id, secret, project string) (*golangsdk.ServiceClient, error) {
	var options golangsdk.AuthOptionsProvider
	if scheme == "aksk" {
		options = golangsdk.AKSKAuthOptions{
			IdentityEndpoint: url + "/v3", AccessKey: id, SecretKey: secret, ProjectId: project, Region: "eu-de",
		}
	} else {
		options = golangsdk.AuthOptions{
			IdentityEndpoint: url + "/v3", Username: id, Password: secret, DomainName: "000000000000", TenantID: project,
		}
	}
	provider, err := openstack.AuthenticatedClient(options)
	if err != nil {
		return nil, err
	}
	provider.ProjectID = project
	return openstack.NewKMSV1(provider, golangsdk.EndpointOpts{Region: "eu-de"})
}

func life(client *golangsdk.ServiceClient, name string) {
	made, err := keys.Create(client, keys.CreateOpts{KeyAlias: name, KeyDescription: "from Go", Realm: "eu-de"}).ExtractKeyInfo()
	id := must("create", made, err).KeyID
	state := func(step string) {
		key, err := keys.Get(client, id).ExtractKeyInfo()
		must(step, key, err)
		print(step, []string{key.KeyState, key.KeyAlias, key.KeyDescription, key.Realm, key.Origin})
	}
	state("describe")

	encrypted, err := keys.EncryptData(client, keys.EncryptDataOpts{KeyID: id, PlainText: "grüße 你好"})
	must("encrypt", encrypted, err)
	decrypted, err := keys.DecryptData(client, keys.DecryptDataOpts{CipherText: encrypted.CipherText})
	print("decrypt", must("decrypt", decrypted, err).PlainText)

	dataKey, err := keys.DataEncryptGet(client, keys.DataEncryptOpts{KeyID: id, DatakeyLength: "512"}).ExtractDataKey()
	must("data key", dataKey, err)
	print("data key", []int{len(dataKey.PlainText), len(dataKey.CipherText)})
	plain, err := hex.DecodeString(dataKey.PlainText)
	digest := sha256.Sum256(must("data key", plain, err))
	sealed, err := keys.EncryptDEKGet(client, keys.EncryptDEKOpts{
		KeyID: id, PlainText: dataKey.PlainText + hex.EncodeToString(digest[:]), DataKeyPlainLength: "64",
	}).ExtractEncryptDEK()
	print("seal", must("seal", sealed, err).DataKeyLength)
	wrong := keys.EncryptDEKGet(client, keys.EncryptDEKOpts{
		KeyID: id, PlainText: dataKey.PlainText + hex.EncodeToString(make([]byte, 32)), DataKeyPlainLength: "64",
	})
	print("seal with a wrong digest", refusal(wrong.Err))

	rotation := keys.RotationOpts{KeyID: id, Interval: 30}
	print("rotate", refusal(keys.EnableKeyRotation(client, rotation).Err))
	print("rotate again", refusal(keys.EnableKeyRotation(client, rotation).Err))
	print("interval", refusal(keys.UpdateKeyRotationInterval(client, rotation).Err))
	status, err := keys.GetKeyRotationStatus(client, rotation).ExtractResult()
	print("rotation", must("rotation", status, err))
	print("stop rotating", refusal(keys.DisableKeyRotation(client, rotation).Err))

	labels := []tags.ResourceTag{{Key: "team", Value: "red"}}
	print("tag", refusal(tags.Create(client, "kms", id, labels).Err))
	found, err := tags.Get(client, "kms", id).Extract()
	print("tags", must("tags", found, err))
	print("untag", refusal(tags.Delete(client, "kms", id, labels).Err))

	grant, err := grants.Create(client, grants.CreateOpts{
		KeyID: id, GranteePrincipal: "0123456789abcdef0123456789abcdef", Operations: []string{"describe-key", "create-datakey"},
	}).Extract()
	grantID := must("grant", grant, err).GrantID
	listed, err := grants.List(client, grants.ListOpts{KeyID: id}).Extract()
	print("grants", len(must("grants", listed, err).Grants))
	print("revoke", refusal(grants.Delete(client, grants.DeleteOpts{KeyID: id, GrantID: grantID}).Err))

	print("enable", refusal(keys.EnableKey(client, id).Err))
	print("disable", refusal(keys.DisableKey(client, id).Err))
	print("disable again", refusal(keys.DisableKey(client, id).Err))
	state("disabled")
	print("enable again", refusal(keys.EnableKey(client, id).Err))
	print("schedule", refusal(keys.Delete(client, keys.DeleteOpts{KeyID: id, PendingDays: "7"}).Err))
	state("scheduled")
	print("schedule again", refusal(keys.Delete(client, keys.DeleteOpts{KeyID: id, PendingDays: "7"}).Err))
	print("cancel", refusal(keys.CancelDelete(client, keys.CancelDeleteOpts{KeyID: id}).Err))
	state("cancelled")
}

func main() {
	url, scheme, id, secret, project := os.Args[1], os.Args[2], os.Args[3], os.Args[4], os.Args[5]
	client, err := connect(url, scheme, id, secret, project)
	print("connect", refusal(err))
	if err != nil {
		return
	}
	if listed := keys.List(client, keys.ListOpts{}); listed.Err != nil {
		print("list", refusal(listed.Err))
		return
	}
	life(client, "go-"+scheme)
	fmt.Println(`"ready"`)
	bufio.NewReader(os.Stdin).ReadString('\n')
	print("last", refusal(keys.List(client, keys.ListOpts{}).Err))
}
