pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk
import NanZhou.Shell

// The form: what the card knows is there already, the rest is digits and choices.
KioskPage {
    id: root
    heading: qsTr("填写信息")
    readonly property bool readHere: page.fields.some(field => field.read_from)
    lead: readHere ? qsTr("带盾牌的来自身份证，不用填。从材料上读出来的请核对，不对就改。") : qsTr("带盾牌的内容来自身份证，不用填。")
    property var values: start()
    property var missing: ({})
    property string active
    typing: active !== ""
    readonly property var given: page.fields.filter(field => field.kind === "given")
    readonly property var asked: page.fields.filter(field => field.kind !== "given")
    onRenewed: {
        values = start();
        missing = {};
        active = "";
    }

    function start(): var {
        const values = {};
        for (const field of root.page.fields.filter(each => each.kind !== "given"))
            values[field.name] = field.value;
        return values;
    }
    function put(name: string, value: string): void {
        root.values = Object.assign({}, root.values, { [name]: value });
        root.missing = Object.assign({}, root.missing, { [name]: "" });
    }
    function limit(name: string): int {
        return root.page.fields.find(field => field.name === name)?.length || 30;
    }
    // What is still missing, field by field, as the resident reads it.
    function check(): var {
        const missing = {};
        for (const field of root.asked) {
            const value = root.values[field.name];
            if (field.read_from && value === field.value && value !== "")
                continue;
            if (field.kind === "choice" && value === "")
                missing[field.name] = qsTr("请选一项");
            else if (value === "")
                missing[field.name] = qsTr("请填写这一项");
            else if (field.kind === "digits" && (field.shortest || field.length) > value.length)
                missing[field.name] = qsTr("应为 %1 位数字，还差 %2 位").arg(field.shortest || field.length).arg((field.shortest || field.length) - value.length);
        }
        return missing;
    }
    function send(): void {
        root.missing = check();
        root.active = "";
        if (Object.keys(root.missing).length === 0)
            Shell.fill(root.values);
    }
    // Where a value comes from, as long as it stands; then that it was changed.
    function origin(field: var): string {
        if (!field.read_from)
            return "";
        return root.values[field.name] === field.value ? qsTr("读自%1，请核对").arg(Theme.say(field.read_from)) : qsTr("您改过了");
    }
    function told(field: var): string {
        return root.missing[field.name] ?? (root.values[field.name] === field.value ? Theme.say(field.problem) : "");
    }

    Panel {
        Layout.fillWidth: true
        visible: root.given.length > 0 && root.active === ""
        implicitHeight: known.implicitHeight + 60
        GridLayout {
            id: known
            anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; leftMargin: 44; rightMargin: 44 }
            columns: 1
            rowSpacing: 18
            Repeater {
                model: root.given
                RowLayout {
                    id: fact
                    required property var modelData
                    Layout.fillWidth: true
                    spacing: 28
                    Icon { Layout.alignment: Qt.AlignTop; Layout.topMargin: 4; name: "shield-check"; side: 44; color: Theme.good }
                    Paragraph {
                        Layout.preferredWidth: Math.round(known.width * 0.26)
                        Layout.alignment: Qt.AlignTop
                        text: Theme.say(fact.modelData.label)
                        color: Theme.muted
                    }
                    // What the card does not say: the hint tells where it comes from instead.
                    ColumnLayout {
                        Layout.fillWidth: true
                        spacing: 2
                        Paragraph {
                            objectName: "field_" + fact.modelData.name
                            Layout.fillWidth: true
                            visible: text !== ""
                            text: fact.modelData.value
                            font { pixelSize: Theme.label; weight: Font.Medium }
                        }
                        Paragraph {
                            objectName: "hint_" + fact.modelData.name
                            Layout.fillWidth: true
                            visible: text !== ""
                            text: Theme.say(fact.modelData.hint)
                            color: Theme.muted
                        }
                    }
                }
            }
        }
    }
    Panel {
        Layout.fillWidth: true
        implicitHeight: form.implicitHeight + 88
        GridLayout {
            id: form
            anchors { left: parent.left; right: parent.right; top: parent.top; margins: 44 }
            columns: root.wide && !Theme.elder ? 2 : 1
            columnSpacing: 48
            rowSpacing: 36
            uniformCellWidths: true
            Repeater {
                model: root.asked
                Loader {
                    id: line
                    required property var modelData
                    Layout.fillWidth: true
                    Layout.alignment: Qt.AlignTop
                    sourceComponent: modelData.kind === "choice" ? choice : digits
                    Component {
                        id: digits
                        FormField {
                            id: box
                            name: line.modelData.name
                            label: Theme.say(line.modelData.label)
                            hint: Theme.say(line.modelData.hint)
                            value: root.values[name] ?? ""
                            problem: root.told(line.modelData)
                            origin: root.origin(line.modelData)
                            active: root.active === name
                            onWanted: root.active = name
                            onActiveChanged: if (active) Qt.callLater(root.scrollTo, box)
                        }
                    }
                    Component {
                        id: choice
                        ColumnLayout {
                            spacing: 14
                            Paragraph {
                                Layout.fillWidth: true
                                text: Theme.say(line.modelData.label)
                                font.weight: Font.Bold
                            }
                            Paragraph {
                                Layout.fillWidth: true
                                visible: text !== ""
                                text: root.origin(line.modelData)
                                font.pixelSize: Theme.caption
                                color: Theme.muted
                            }
                            GridLayout {
                                Layout.fillWidth: true
                                columns: !line.modelData.read_from && (line.modelData.choices.length <= 2 || root.wide) ? Math.min(3, line.modelData.choices.length) : 1
                                columnSpacing: 20
                                rowSpacing: 16
                                uniformCellWidths: true
                                Repeater {
                                    model: line.modelData.choices
                                    Choice {
                                        required property var modelData
                                        objectName: `choose_${line.modelData.name}_${modelData[0]}`
                                        Layout.fillWidth: true
                                        Layout.fillHeight: true
                                        Layout.preferredWidth: 100
                                        compact: true
                                        text: Theme.say(modelData[1])
                                        chosen: root.values[line.modelData.name] === modelData[0]
                                        onClicked: {
                                            root.active = "";
                                            root.put(line.modelData.name, modelData[0]);
                                        }
                                    }
                                }
                            }
                            Paragraph {
                                Layout.fillWidth: true
                                visible: text !== ""
                                text: root.told(line.modelData)
                                font.pixelSize: Theme.caption
                                color: Theme.accent
                            }
                        }
                    }
                }
            }
        }
    }
    Item { Layout.fillHeight: true; Layout.fillWidth: true }
    actions: [
        ColumnLayout {
            visible: root.active !== ""
            Layout.fillWidth: true
            spacing: 18
            Keypad {
                Layout.fillWidth: true
                flat: root.wide || root.lowered
                keyHeight: root.wide || root.lowered ? 100 : 112
                onTyped: digit => {
                    const value = root.values[root.active] ?? "";
                    if (value.length < root.limit(root.active))
                        root.put(root.active, value + digit);
                }
                onErased: root.put(root.active, (root.values[root.active] ?? "").slice(0, -1))
                onCleared: root.put(root.active, "")
            }
            KioskButton {
                objectName: "key_done"
                Layout.fillWidth: true
                look: KioskButton.Ink
                symbol: "check"
                text: qsTr("填好了")
                onClicked: root.active = ""
            }
        },
        KioskButton {
            objectName: "action_fill"
            visible: root.active === ""
            Layout.fillWidth: true
            Layout.fillHeight: true
            text: qsTr("下一步：核对信息")
            onClicked: root.send()
        }
    ]
}
